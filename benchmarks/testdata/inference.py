"""Writes inference.json: the tests of inference.go and welch.go as SciPy has them. Run with Debian's python3-scipy."""
import json
import numpy as np
from scipy import stats

rng = np.random.default_rng(7)
cases = []
for n, shift in [(2, 0.5), (3, -1.0), (5, -0.4), (5, 1.2), (8, 0.1), (10, -0.7)]:
    d = np.round(rng.normal(shift, 0.6, n), 6)
    flip = lambda alternative: stats.permutation_test(
        (d,), np.mean, permutation_type="samples", n_resamples=np.inf, alternative=alternative).pvalue
    low, high = stats.t.interval(0.95, n - 1, loc=d.mean(), scale=d.std(ddof=1) / np.sqrt(n))
    margin = 0.3
    cases.append(dict(
        differences=d.tolist(), mean=d.mean(), low=low, high=high,
        above=stats.ttest_1samp(d, 0, alternative="greater").pvalue, below=stats.ttest_1samp(d, 0, alternative="less").pvalue,
        flip_above=flip("greater"), flip_below=flip("less"), margin=margin,
        within=max(stats.ttest_1samp(d, -margin, alternative="greater").pvalue, stats.ttest_1samp(d, margin, alternative="less").pvalue)))

ranks = []
for n in [3, 4, 4, 6]:
    a, b = rng.integers(0, 5, n).astype(float), rng.integers(0, 5, n).astype(float)
    a[0], a[1], b[0], b[1] = 0, 4, 4, 1
    ranks.append(dict(a=a.tolist(), b=b.tolist(), rho=stats.spearmanr(a, b).correlation))

welch = []
for na, nb, shift in [(10, 3, 0.0), (10, 3, 1.0), (10, 2, 0.3), (6, 10, -0.5)]:
    a, b = np.round(rng.normal(0, 0.5, na), 6), np.round(rng.normal(shift, 0.3, nb), 6)
    welch.append(dict(reference=a.tolist(), values=b.tolist(), p=stats.ttest_ind(b, a, equal_var=False, alternative="greater").pvalue))

json.dump(dict(cases=cases, ranks=ranks, welch=welch), open(__file__.replace(".py", ".json"), "w"), indent=1)
