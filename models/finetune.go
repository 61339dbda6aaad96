package models

// The four rows of table 1 of the paper: networks start from the source, and then all weights are trained.

func scratch() method {
	return method{name: Scratch, about: "both networks start from fresh weights"}
}

func both() method {
	return method{name: TransferBoth, about: "both networks start from the source, the paper's choice", takes: under("generator/", "critic/")}
}

func generatorOnly() method {
	return method{name: TransferGenerator, about: "the generator starts from the source", takes: under("generator/")}
}

func criticOnly() method {
	return method{name: TransferCritic, about: "the critic starts from the source", takes: under("critic/")}
}
