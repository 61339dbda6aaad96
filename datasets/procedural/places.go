package procedural

// placeClass is a kind of place and how one is drawn.
type placeClass struct {
	name string
	draw func(s *scene)
}

// placeClasses returns the kinds of places in the order of their names.
func placeClasses() []placeClass {
	return []placeClass{
		{"beach", beachScene},
		{"bridge", bridgeScene},
		{"canyon", canyonScene},
		{"castle", castleScene},
		{"church", churchScene},
		{"classroom", classroomScene},
		{"corridor", corridorScene},
		{"desert", desertScene},
		{"field", fieldScene},
		{"forest", forestScene},
		{"harbour", harbourScene},
		{"highway", highwayScene},
		{"lake", lakeScene},
		{"library", libraryScene},
		{"lighthouse", lighthouseScene},
		{"mountain", mountainScene},
		{"ocean", oceanScene},
		{"office", officeScene},
		{"railway", railwayScene},
		{"reef", reefScene},
		{"restaurant", restaurantScene},
		{"skyline", skylineScene},
		{"snowfield", snowfieldScene},
		{"stadium", stadiumScene},
		{"sunset", sunsetScene},
		{"village", villageScene},
		{"waterfall", waterfallScene},
	}
}

// places is the domain of scenes of many kinds.
func places() entry {
	classes := placeClasses()
	names := make([]string, len(classes))
	for k, c := range classes {
		names[k] = c.name
	}
	return entry{
		Domain{"places", "photograph-like scenes, in the open and inside: many classes, a diverse source", names},
		func(s *scene, label int) { classes[label].draw(s) },
	}
}
