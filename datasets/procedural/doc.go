// Package procedural draws endless image collections, so that the whole suite runs with no data at hand.
//
// A domain is a program: image i of a domain depends on (domain, seed, i) alone, and is the same bytes on every machine. Shapes are
// filled by git.sr.ht/~sbinet/gg, whose rasteriser works in integers on coordinates that are computed here with exactly rounded
// operations; shading, texture and grain are ours, from named random streams.
//
// A scene is painted in layers, from the back to the front. A layer is filled with flat colours (pen.go), lit pixel by pixel, and
// laid over the canvas (scene.go). A head (head.go) is a set of sampled traits and the mapping from the face's own coordinates to the
// image; features, hair, dress and hats draw on it. A domain (faces.go, portraits.go) says what is sampled and how it is finished;
// another one is another file and a line in the registry (domain.go).
//
// The images are stand-ins that a person names at a glance, not substitutes for photographs in a study of photographs.
package procedural
