// Package procedural draws endless image collections, so that the whole suite runs with no data at hand.
//
// A domain is a program: image i of a domain depends on (domain, seed, i) alone, and is the same bytes on every machine. Its class is
// i mod the number of classes, everything else comes from the random stream of i. A style (style.go) moves every domain towards another
// look by a chosen distance, so that transfer can be studied as a function of how far apart two domains are. Shapes are
// filled by git.sr.ht/~sbinet/gg, whose rasteriser works in integers on coordinates that are computed here with exactly rounded
// operations; shading, texture and grain are ours, from named random streams.
//
// A scene is painted in layers, from the back to the front. A layer is filled with flat colours (pen.go), lit pixel by pixel, and
// laid over the canvas (scene.go). A head (head.go) is a set of sampled traits and the mapping from the face's own coordinates to the
// image; features, hair, dress and hats draw on it. An object (object.go) is parts put one before the other: a part is a shape (shape.go)
// of a material (material.go) with marks on it, in the object's own coordinates, which a pose (pose.go) takes to the image; a setting
// (setting.go) is what is behind and how the object's shadow falls on it. The classes of objects are short programs in these words
// (food.go, animals.go, vehicles.go and so on), and so are those of flowers (blooms.go, cups.go).
//
// Rooms, streets and places are worlds in metres (world.go), seen by a camera (camera.go) and painted from the far to the near: panels,
// blocks and drums of textures (texture.go) under a light. An interior (interior.go) is a room with its light, its windows and its
// furniture, the same for bedrooms, kitchens and the indoor places; a landscape (landscape.go) is level ground under a sky (weather.go)
// with ridges, water, trees (tree.go), buildings (building.go) and cars (car.go).
//
// A domain (faces.go, portraits.go, objects.go, flowers.go, places.go, bedrooms.go, kitchens.go, streets.go) says what is sampled and how
// it is finished; another one is another file and a line in the registry (domain.go), another class a function and a line in its table.
//
// The images are stand-ins that a person names at a glance, not substitutes for photographs in a study of photographs.
package procedural
