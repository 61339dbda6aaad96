package strict_test

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	"tgan/internal/strict"
)

type outer struct {
	Name  string   `yaml:"name"`
	Inner []inner  `yaml:"inner"`
	Rates []string `yaml:"rates"`
}

type inner struct {
	Count int `yaml:"count"`
}

func TestDecode(t *testing.T) {
	var o outer
	require.NoError(t, strict.Decode([]byte("name: a\ninner: [{count: 3}]\n"), &o))
	require.Equal(t, outer{Name: "a", Inner: []inner{{3}}}, o)
	for text, words := range map[string]string{
		"":                            "the file is empty",
		"name: a\n---\nname: b":       "there is more than one document in the file",
		"naem: a":                     `line 1: unknown key "naem"; did you mean "name"?`,
		"name: a\ninner: [{cont: 3}]": `line 2: unknown key "cont"; did you mean "count"?`,
		"inner: [{count: many}]":      `line 1: "many" must be a whole number`,
		"rates: 3":                    `line 1: "3" must be a list`,
		"name: [":                     "line 1: did not find expected node content",
	} {
		require.EqualError(t, strict.Decode([]byte(text), new(outer)), words, text)
	}
}

func ExampleNearest() {
	fmt.Println(strict.Nearest("kichens", []string{"bedrooms", "kitchens"}))
	// Output: kitchens
}
