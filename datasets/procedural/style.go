package procedural

// restyle moves the image a share of the way to another look: the scene as a blueprint, a print (sampleTone) whose warm inks are turned
// to blue, so that it is as far from the sepia of portraits as from the colours of photographs.
func restyle(s *scene, share float64) {
	ink := sampleTone(s.stream(streamStyle))
	s.retouch(func(x, y float64, c rgb) rgb {
		warm := ink(x, y, c.each(unit))
		return mix(c, rgb{warm.b, warm.g, warm.r}, share)
	})
}
