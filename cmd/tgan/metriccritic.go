package main

import (
	"errors"
	"fmt"

	"github.com/spf13/cobra"

	"tgan/benchmarks"
	"tgan/datasets"
	"tgan/metrics"
	"tgan/models"
)

// registerCritic adds the flags of the independent critic.
func (m *measurement) registerCritic(cmd *cobra.Command) {
	m.critic = models.DefaultIWSpec()
	f := cmd.Flags()
	f.StringVar(&m.critic.Architecture, "iw-arch", m.critic.Architecture, "network of the critic of iw; images are brought to its side")
	f.IntVar(&m.critic.Dim, "iw-dim", m.critic.Dim, "its width")
	f.IntVar(&m.critic.Batch, "iw-batch", m.critic.Batch, "real images of each of its updates, and as many fake ones")
	f.IntVar(&m.critic.Steps, "iw-steps", m.critic.Steps, "its updates")
}

// judge trains the independent critic between the two sets and returns its score.
func (m *measurement) judge(cmd *cobra.Command, sets []*imageSet) (metrics.Score, error) {
	arch, err := models.LookupArchitecture(m.critic.Architecture)
	if err != nil {
		return metrics.Score{}, fmt.Errorf("--iw-arch: %w", err)
	}
	both := make([]*datasets.Images, len(sets))
	for i, s := range sets {
		if s.images == nil {
			return metrics.Score{}, errors.New("metric iw trains a critic on images; statistics are not enough: give both sets as images")
		}
		if s.drawn != nil {
			if both[i], err = s.drawn.Sized(arch.Side); err != nil {
				return metrics.Score{}, err
			}
			continue
		}
		spec := s.spec
		spec.Side = arch.Side
		if both[i], err = datasets.Open(cmd.Context(), "", spec, datasets.Options{Threads: m.threads, Set: s.opened.set}); err != nil {
			return metrics.Score{}, err
		}
	}
	pool, err := m.pool()
	if err != nil {
		return metrics.Score{}, err
	}
	defer pool.Close()
	m.critic.Seed = m.settings.Seed
	bar := newProgress(cmd.ErrOrStderr(), m.critic.Steps)
	defer bar.stop()
	score, err := benchmarks.IndependentWasserstein(cmd.Context(), pool, m.critic, both[0], both[1], func(step, _ int) { bar.at("critic", step, "") })
	score.Seed = m.settings.Seed
	return score, err
}
