package procedural

// placeClass is a kind of place and how one is drawn.
type placeClass struct {
	name string
	draw func(s *scene)
}

// placeClasses returns the kinds of places in the order of their names.
func placeClasses() []placeClass {
	return []placeClass{
		{"beach", drawBeach},
		{"bridge", drawBridge},
		{"canyon", drawCanyon},
		{"castle", drawCastle},
		{"church", drawChurch},
		{"classroom", drawClassroom},
		{"corridor", drawCorridor},
		{"desert", drawDesert},
		{"field", drawField},
		{"forest", drawForest},
		{"harbour", drawHarbour},
		{"highway", drawHighway},
		{"lake", drawLake},
		{"library", drawLibrary},
		{"lighthouse", drawLighthouse},
		{"mountain", drawMountain},
		{"ocean", drawOcean},
		{"office", drawOffice},
		{"railway", drawRailway},
		{"reef", drawReef},
		{"restaurant", drawRestaurant},
		{"skyline", drawSkyline},
		{"snowfield", drawSnowfield},
		{"stadium", drawStadium},
		{"sunset", drawSunset},
		{"village", drawVillage},
		{"waterfall", drawWaterfall},
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
