package metrics

// Score is a measured number with what made it. Numbers are comparable only where the other fields agree, the sample
// counts included: FID and KMMD are biased upwards, the more so the fewer images there are.
type Score struct {
	Metric    string  `json:"metric" yaml:"metric"`
	Value     float64 `json:"value" yaml:"value"`
	Extractor string  `json:"extractor" yaml:"extractor"` // Extractor.Name
	Resize    string  `json:"resize" yaml:"resize"`       // a Resize protocol
	NReal     int     `json:"n_real" yaml:"n_real"`
	NFake     int     `json:"n_fake" yaml:"n_fake"`
}
