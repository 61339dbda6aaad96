package main

import (
	"fmt"
	"os"
	"path/filepath"

	"github.com/spf13/cobra"

	"tgan/internal/atomicfile"
)

// cache is the flag that says where prepared images and features are kept.
type cache struct{ dir string }

// cacheOff turns the cache off, as an empty text does.
const cacheOff = "off"

// register adds the flag; what names what is kept.
func (c *cache) register(cmd *cobra.Command, what string) {
	cmd.Flags().StringVar(&c.dir, "cache", defaultCache(), "folder that keeps "+what+" between runs; off for none")
}

// defaultCache is a folder in the user's cache folder, or off where the user has none.
func defaultCache() string {
	dir, err := os.UserCacheDir()
	if err != nil {
		return cacheOff
	}
	return filepath.Join(dir, "tgan")
}

// folder returns the folder, which can be written, or "" for none. The default folder does without where it cannot be written.
func (c *cache) folder(cmd *cobra.Command) (string, error) {
	if c.dir == "" || c.dir == cacheOff {
		return "", nil
	}
	err := os.MkdirAll(c.dir, 0o755)
	if err == nil {
		err = atomicfile.Probe(c.dir)
	}
	if err == nil {
		return c.dir, nil
	}
	if cmd.Flags().Changed("cache") {
		return "", input(fmt.Errorf("--cache: %w: choose a folder that can be written, or %s", err, cacheOff))
	}
	logger(cmd).Warn("nothing is kept between runs; --cache names another folder", "error", err)
	return "", nil
}
