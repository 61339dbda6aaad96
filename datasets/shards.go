package datasets

import (
	"context"
	"errors"
	"fmt"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
)

// maxShards is the largest number of files that a pattern may stand for.
const maxShards = 100_000

var bracePattern = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`^(.*)\{(\d{1,9})\.\.(\d{1,9})\}(.*)$`) })

// expandBraces returns the paths that a pattern such as set-{000..012}.tar stands for, as a shell and WebDataset expand it.
func expandBraces(pattern string) ([]string, bool) {
	m := bracePattern().FindStringSubmatch(pattern)
	if m == nil {
		return nil, false
	}
	first, _ := strconv.Atoi(m[2]) // at most nine digits
	last, _ := strconv.Atoi(m[3])
	if last < first || last-first >= maxShards {
		return nil, false
	}
	width := 0
	if len(m[2]) == len(m[3]) {
		width = len(m[2])
	}
	var paths []string
	for k := first; k <= last; k++ {
		paths = append(paths, fmt.Sprintf("%s%0*d%s", m[1], width, k, m[4]))
	}
	return paths, true
}

// cutShard returns the name of a tar file, gzipped or not, without its ending; false for another file.
func cutShard(name string) (stem string, ok bool) {
	for _, ending := range []string{".tar", ".tar.gz", ".tgz"} {
		if stem, ok := strings.CutSuffix(name, ending); ok {
			return stem, true
		}
	}
	return name, false
}

// shardsOf returns the tar files of a folder, whose names are sorted, that holds nothing else but what the tools of WebDataset and those who
// publish its sets put beside: tables, statistics, lists and texts. Where one is there gzipped and not, the latter is returned.
func shardsOf(names []string) []string {
	var shards []string
	for _, name := range names {
		stem, isTar := cutShard(name)
		if !isTar && !besideShards(name) {
			return nil
		}
		if _, unpacked := slices.BinarySearch(names, stem+".tar"); isTar && (name == stem+".tar" || !unpacked) {
			shards = append(shards, name)
		}
	}
	return shards
}

// besideShards tells whether a file that is no tar may be beside tars.
func besideShards(name string) bool {
	switch strings.ToLower(path.Ext(name)) {
	case ".parquet", ".json", ".jsonl", ".csv", ".tsv", ".txt", ".md", ".yaml", ".yml", ".html", ".idx", ".index", ".md5", ".sha256":
		return true
	}
	return slices.Contains([]string{"README", "LICENSE", "NOTICE"}, path.Base(name))
}

// openShards puts the files within the tars of a folder in the place of the tars.
func (t *tree) openShards(ctx context.Context, folder string, shards []string) error {
	var paths []string
	for _, name := range shards {
		paths = append(paths, filepath.Join(folder, filepath.FromSlash(name)))
	}
	box, err := openTars(paths)
	if err != nil {
		return err
	}
	beside := t.account(slices.Sorted(slices.Values(shards)))
	err = t.box.Close()
	t.box, t.kind = box, "tar"
	err = errors.Join(err, t.list(ctx))
	t.skipped.add(beside)
	return err
}

// shardsAt returns the shards at paths, not yet opened. The folder of each is the name of its file, or its path where names are there twice.
func shardsAt(paths []string) []*shard {
	shards, stems, seen := make([]*shard, len(paths)), make([]string, len(paths)), map[string]bool{}
	for k, p := range paths {
		stems[k], _ = cutShard(filepath.ToSlash(p))
		seen[path.Base(stems[k])] = true
	}
	shared := len(sharedFolder(stems))
	for k, stem := range stems {
		shards[k] = &shard{folder: path.Base(stem) + "/", path: stem[shared:]}
		if len(seen) < len(paths) {
			shards[k].folder = stem[shared:] + "/"
		}
	}
	return shards
}

var (
	shardNumber = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`[-_.]?\d+([-_]of[-_]\d+)?$`) })
	synset      = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`^n\d{8}$`) })
)

// shardSet returns what the tar at a path is a shard of: its name without the number at its end, such as "cats" of "cats-000017" and "" of "00017".
// A name of WordNet, by which ILSVRC names the tars of its classes, has no such number.
func shardSet(stem string) string {
	if synset().MatchString(path.Base(stem)) {
		return stem
	}
	return strings.TrimSuffix(shardNumber().ReplaceAllString(stem, ""), "/")
}

// cutSetPart cuts the part off what a tar is a shard of: a folder, or the end of the name, as of imagenet-train.
func cutSetPart(set string) (string, part) {
	folders := strings.Split(set, "/")
	for k, folder := range folders {
		if p := partOf(folder); p != partNone {
			return strings.Join(slices.Delete(folders, k, k+1), "/"), p
		}
	}
	if at := strings.LastIndexAny(set, "-_."); at >= 0 {
		if p := partWord(set[at+1:]); p != partNone {
			return set[:at], p
		}
	}
	return set, partNone
}
