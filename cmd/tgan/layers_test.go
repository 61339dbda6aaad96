package main

import (
	"go/ast"
	"go/parser"
	"go/token"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// rooms from the top down: a package imports rooms that stand after its own, or packages of its own room.
var rooms = []string{
	"cmd/tgan", "reports", "benchmarks", "models", "metrics", "datasets", "results", "internal/ops", "internal/kernel",
	"internal/fetch", "internal/strict", "internal/rng", "internal/exact", "internal/safetensors", "internal/pickle", "internal/onnx", "internal/tensorbundle",
	"internal/atomicfile", "internal/failfs",
}

func room(path string) int {
	rel := strings.TrimPrefix(path, "tgan/")
	return slices.IndexFunc(rooms, func(r string) bool { return rel == r || strings.HasPrefix(rel, r+"/") })
}

func goList(t *testing.T, format string) []string {
	out, err := exec.Command("go", "list", "-f", format, "tgan/...").Output()
	require.NoError(t, err)
	return strings.Split(strings.TrimSpace(string(out)), "\n")
}

func TestImportsRunDownwards(t *testing.T) {
	lines := goList(t, `{{.ImportPath}} {{join .Imports " "}} {{join .TestImports " "}} {{join .XTestImports " "}}`)
	require.Greater(t, len(lines), 10)
	for _, line := range lines {
		fields := strings.Fields(line)
		from := room(fields[0])
		require.GreaterOrEqual(t, from, 0, "%s is in no room", fields[0])
		for _, imported := range fields[1:] {
			if !strings.HasPrefix(imported, "tgan/") {
				continue
			}
			require.LessOrEqual(t, from, room(imported), "%s imports %s, which is above it", fields[0], imported)
		}
	}
}

func TestGorgoniaStaysInItsRooms(t *testing.T) {
	for _, line := range goList(t, `{{.ImportPath}} {{join .Imports " "}}`) {
		if strings.Contains(line, "gorgonia.org/gorgonia") {
			require.Contains(t, []string{"tgan/models", "tgan/internal/ops"}, strings.Fields(line)[0])
		}
	}
}

// Randomness comes from internal/rng and time only reaches the command line, so that results are functions of specifications.
func TestNoClockAndNoOtherRandomness(t *testing.T) {
	for _, line := range goList(t, `{{.ImportPath}} {{.Dir}} {{join .GoFiles " "}}`) {
		fields := strings.Fields(line)
		if strings.HasPrefix(fields[0], "tgan/cmd/") {
			continue
		}
		for _, name := range fields[2:] {
			path := filepath.Join(fields[1], name)
			file, err := parser.ParseFile(token.NewFileSet(), path, nil, 0)
			require.NoError(t, err)
			for _, imported := range file.Imports {
				require.NotContains(t, []string{`"math/rand"`, `"math/rand/v2"`, `"crypto/rand"`}, imported.Path.Value, path)
			}
			ast.Inspect(file, func(n ast.Node) bool {
				if s, ok := n.(*ast.SelectorExpr); ok {
					if x, ok := s.X.(*ast.Ident); ok {
						require.False(t, x.Name == "time" && (s.Sel.Name == "Now" || s.Sel.Name == "Since"), "%s reads the clock", path)
						require.False(t, x.Name == "os" && (s.Sel.Name == "Getenv" || s.Sel.Name == "LookupEnv"), "%s reads the environment", path)
					}
				}
				return true
			})
		}
	}
}
