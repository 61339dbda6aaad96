package ops

import "gorgonia.org/gorgonia"

// Application is an operator applied to nodes, for those who write a graph in another form.
type Application struct {
	Operator string // its name and parameters, such as "conv stride 2 pad 2"
	Inputs   gorgonia.Nodes
	Output   *Node
}

// Applications returns what has to be computed for y, inputs before what needs them; nodes that are in no Output are inputs of the graph.
func Applications(y *Node) []Application {
	var list []Application
	for _, n := range inputsFirst(y) {
		if o, ok := n.Op().(*op); ok {
			list = append(list, Application{o.name, children(n), n})
		}
	}
	return list
}
