package metrics

// Score is a measured number with what made it. Numbers are comparable only where the other fields agree, the sample
// counts included: FID and KMMD are biased upwards, the more so the fewer images there are.
type Score struct {
	Metric    string    `json:"metric" yaml:"metric"`
	Value     float64   `json:"value" yaml:"value"`
	Deviation float64   `json:"deviation,omitempty" yaml:"deviation,omitempty"` // over the subsets of kid-subsets
	Interval  *Interval `json:"interval,omitempty" yaml:"interval,omitempty"`   // nil where none was asked for
	Extractor string    `json:"extractor" yaml:"extractor"`                     // Extractor.Name
	Resize    string    `json:"resize" yaml:"resize"`                           // a Resize protocol
	NReal     int       `json:"n_real" yaml:"n_real"`                           // 0 where statistics do not tell
	NFake     int       `json:"n_fake" yaml:"n_fake"`
	Seed      string    `json:"seed,omitempty" yaml:"seed,omitempty"`         // of the draws; empty where nothing is drawn
	Warnings  []string  `json:"warnings,omitempty" yaml:"warnings,omitempty"` // what speaks against trusting the number
}
