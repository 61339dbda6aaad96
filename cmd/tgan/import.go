package main

import (
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"tgan/internal/atomicfile"
	"tgan/models"
)

func newImport() *cobra.Command {
	var out string
	cmd := &cobra.Command{
		Use:   "import CHECKPOINT --to SOURCE.safetensors",
		Short: "Make a source of a network that the paper's authors published",
		Long: `Reads a TensorFlow checkpoint of transfer_gan.py, the paper's own code, and writes its generator and critic as a checkpoint of resnet64, of any width,
with classes or without. CHECKPOINT is the name without .index and .data-*, the index, or the folder. Every checksum is checked. Optimizers' state
and moving averages are not used: batch norm takes the statistics of the batch, there as here. A network that is not resnet64 is refused.`,
		Example: `  tgan import transfer_model/unconditional/imagenet/wgan-gp.model --to sources/imagenet.safetensors
  tgan recommend --target photos/ --sources sources/`,
		Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			if out == "" {
				return input(errors.New("--to is required"))
			}
			if filepath.Ext(out) != ".safetensors" {
				return input(fmt.Errorf("--to %s: name a .safetensors file", out))
			}
			m, err := models.ImportPublished(args[0])
			if err != nil {
				return input(err)
			}
			if err := atomicfile.WriteTo(out, m.Write); err != nil {
				return input(fmt.Errorf("--to: %w", err))
			}
			r := importResult{
				Out: out, From: m.Path, Architecture: m.Spec.Architecture, Dim: m.Spec.Dim, Classes: m.Spec.Classes, Step: m.Step,
				Generator: m.Params().Count("generator/"), Critic: m.Params().Count("critic/"), Used: m.Used, Unused: m.Unused,
			}
			if wantsJSON(cmd) {
				return printJSON(cmd, r)
			}
			return r.print(cmd.OutOrStdout())
		},
	}
	cmd.Flags().StringVar(&out, "to", "", "checkpoint to write, .safetensors (required)")
	return atOnce(cmd)
}

// importResult is what "tgan import --json" prints.
type importResult struct {
	Out          string          `json:"out"`
	From         string          `json:"from"`
	Architecture string          `json:"architecture"`
	Dim          int             `json:"dim"`
	Classes      int             `json:"classes,omitempty"`
	Step         int             `json:"step"` // of the name; 0 if it has none
	Generator    int             `json:"generator_weights"`
	Critic       int             `json:"critic_weights"`
	Used         int             `json:"used"` // variables
	Unused       []models.Unused `json:"unused"`
}

// print writes what was made, and a line for each reason why variables were not used.
func (r importResult) print(w io.Writer) error {
	kind := "no classes"
	if r.Classes > 0 {
		kind = fmt.Sprintf("%d classes", r.Classes)
	}
	fmt.Fprintf(w, "%s, dim %d, %s: %d weights of the generator, %d of the critic, from %d variables: %s\n",
		r.Architecture, r.Dim, kind, r.Generator, r.Critic, r.Used, r.Out)
	var reasons []models.Reason
	names := map[models.Reason][]string{}
	for _, u := range r.Unused {
		if names[u.Why] == nil {
			reasons = append(reasons, u.Why)
		}
		names[u.Why] = append(names[u.Why], u.Name)
	}
	slices.Sort(reasons)
	for _, why := range reasons {
		list := names[why]
		if len(list) > 3 {
			list = append(slices.Clone(list[:3]), "…")
		}
		fmt.Fprintf(w, "not used, %s: %d (%s)\n", why, len(names[why]), strings.Join(list, ", "))
	}
	return nil
}
