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

var (
	braces     = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`\{([^{}]*)\}`) })
	braceRange = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`^(\d{1,9})\.\.(\d{1,9})$`) })
)

// expandBraces returns the paths that a pattern such as set-{000..012}.tar or {cats,dogs}-{0..3}.tar stands for, as a shell and WebDataset
// expand it, each once. It reports false for a name that is no pattern, or one for too many files.
func expandBraces(pattern string) ([]string, bool) {
	paths, rest, any := []string{""}, pattern, false
	for {
		m := braces().FindStringSubmatchIndex(rest)
		if m == nil {
			break
		}
		words := braceWords(rest[m[2]:m[3]])
		if len(words) == 0 || len(paths)*len(words) > maxShards {
			return nil, false
		}
		var longer []string
		for _, start := range paths {
			for _, word := range words {
				longer = append(longer, start+rest[:m[0]]+word)
			}
		}
		paths, rest, any = longer, rest[m[1]:], true
	}
	seen, distinct := map[string]bool{}, paths[:0]
	for _, p := range paths {
		if p += rest; !seen[p] { // {a,ab}{b,} names ab twice
			seen[p] = true
			distinct = append(distinct, p)
		}
	}
	return distinct, any
}

// braceWords returns what the inside of braces stands for: numbers from one to another, or a list; nothing where it is neither.
func braceWords(inside string) []string {
	m := braceRange().FindStringSubmatch(inside)
	if m == nil {
		if !strings.Contains(inside, ",") {
			return nil
		}
		return strings.Split(inside, ",")
	}
	first, _ := strconv.Atoi(m[1]) // at most nine digits
	last, _ := strconv.Atoi(m[2])
	if last < first || last-first >= maxShards {
		return nil
	}
	width := 0
	if len(m[1]) == len(m[2]) {
		width = len(m[1])
	}
	var words []string
	for k := first; k <= last; k++ {
		words = append(words, fmt.Sprintf("%0*d", width, k))
	}
	return words
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
	case ".parquet", ".json", ".jsonl", ".csv", ".tsv", ".txt", ".md", ".yaml", ".yml", ".html", ".idx", ".index", ".md5", ".sha1", ".sha256", ".sha512", ".log", ".sh", ".py":
		return true
	}
	return slices.Contains([]string{"README", "LICENSE", "NOTICE", "_SUCCESS"}, path.Base(name))
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
