package datasets

import (
	"testing"

	"github.com/stretchr/testify/require"
)

func TestWhatATarIsAShardOf(t *testing.T) {
	for _, c := range []struct {
		stem, set, rest string
		part            part
	}{
		{"set-000017", "set", "set", partNone},
		{"00017", "", "", partNone},
		{"dogs", "dogs", "dogs", partNone},
		{"train-00000-of-00064", "train", "", partTrain},
		{"imagenet1k-validation-00", "imagenet1k-validation", "imagenet1k", partValidation},
		{"n01440764", "n01440764", "n01440764", partNone},
		{"train/n01440764", "train/n01440764", "n01440764", partTrain},
		{"birds/train/000", "birds/train", "birds", partTrain},
		{"val/000", "val", "", partValidation},
		{"photos_test", "photos_test", "photos", partTest},
	} {
		require.Equal(t, c.set, shardSet(c.stem))
		rest, p := cutSetPart(c.set)
		require.Equal(t, c.rest, rest, c.stem)
		require.Equal(t, c.part, p, c.stem)
	}
}

func TestShardsAt(t *testing.T) {
	for _, c := range []struct{ paths, folders, stems []string }{
		{[]string{"/d/set-0.tar", "/d/set-1.tar.gz", "/d/x.tgz"}, []string{"set-0/", "set-1/", "x/"}, []string{"set-0", "set-1", "x"}},
		{[]string{"/d/train/0.tar", "/d/val/1.tar"}, []string{"0/", "1/"}, []string{"train/0", "val/1"}},
		{[]string{"/d/train/0.tar", "/d/val/0.tar"}, []string{"train/0/", "val/0/"}, []string{"train/0", "val/0"}},
	} {
		for k, s := range shardsAt(c.paths) {
			require.Equal(t, []string{c.folders[k], c.stems[k]}, []string{s.folder, s.path})
		}
	}
}

func TestBraces(t *testing.T) {
	for _, c := range []struct {
		pattern string
		paths   []string
	}{
		{"s-{08..10}.tar", []string{"s-08.tar", "s-09.tar", "s-10.tar"}},
		{"s-{8..10}.tar", []string{"s-8.tar", "s-9.tar", "s-10.tar"}},
		{"{a,b}-{0..1}", []string{"a-0", "a-1", "b-0", "b-1"}},
		{"{0..1}{0..1}x", []string{"00x", "01x", "10x", "11x"}},
		{"plain.tar", nil},
		{"s-{x}.tar", nil},
		{"s-{2..1}.tar", nil},
		{"s-{0..99999}{0..1}.tar", nil},
	} {
		paths, ok := expandBraces(c.pattern)
		require.Equal(t, c.paths != nil, ok, c.pattern)
		if ok {
			require.Equal(t, c.paths, paths)
		}
	}
}
