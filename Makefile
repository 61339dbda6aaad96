# Everything a contributor runs. `make` alone prints the targets.
PROFILE   ?= laptop
DATA_ROOT ?=
BENCHTIME ?= 1s
FUZZTIME  ?= 30s
PYTHON    ?= /usr/bin/python3
export GOAMD64 = v1
export GOFLAGS = -mod=readonly

TGAN = bin/tgan
RUN  = $(TGAN) run --profile $(PROFILE) $(if $(DATA_ROOT),--data-root $(DATA_ROOT))

.PHONY: help build reproduce verify check planted extractor test bench bench-data bench-peer lint generate fuzz clean

help: ## print the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-11s %s\n", $$1, $$2}' $(MAKEFILE_LIST)
	@echo "  variables: PROFILE=$(PROFILE) DATA_ROOT=$(DATA_ROOT) FUZZTIME=$(FUZZTIME)"

build: ## build bin/tgan
	@go build -trimpath -o $(TGAN) ./cmd/tgan

reproduce: build ## run every benchmark of PROFILE and rewrite results/PROFILE
	$(RUN)

verify: PROFILE = smoke
verify: build ## run PROFILE, smoke if none is given, from nothing, then fail if any committed result changed by a bit
	@rm -rf runs/verify && $(RUN) --runs runs/verify
	git diff --exit-code --stat -- results/
	@test -z "$$(git status --porcelain -- results/)" || { git status --short -- results/; exit 1; }

check: build ## compare the program with the reference convergence points, for changes that are meant to alter bits
	$(TGAN) check

planted: ## build the program with four planted bugs and see verify and check catch each (minutes)
	go test ./cmd/tgan -run '^TestPlantedBugsAreCaught$$' -timeout 30m -v -args -planted

extractor: build ## train the embedded extractor anew on all procedural domains (minutes); the bytes depend on the program alone
	$(TGAN) extractor --out metrics/domain.safetensors

test: ## run all tests
	go test ./...

bench: build ## time training steps, every operator and the metrics on this machine
	$(TGAN) bench --kernels
	$(TGAN) bench metrics
	go test -run '^$$' -bench . -benchtime $(BENCHTIME) ./internal/kernel ./datasets/...

bench-data: ## convert, cache and iterate 200,000 images; images/s and peak memory
	go test -run '^$$' -bench '^BenchmarkPipeline$$' -benchtime 1x -timeout 30m ./datasets -args -images 200000

bench-peer: build ## the same steps and Inception in PyTorch beside ours, in turn (PYTHON must have torch)
	$(PYTHON) internal/peer/compare.py --tgan $(TGAN)

lint: ## gofmt, vet, staticcheck, tidy and generate leave nothing to do
	@unformatted=$$(gofmt -l $$(git ls-files '*.go')); test -z "$$unformatted" || { echo "gofmt would change: $$unformatted"; exit 1; }
	go vet ./...
	go tool staticcheck ./...
	go mod tidy -diff
	go mod verify
	@$(MAKE) --no-print-directory generate && git diff --exit-code --stat -- internal/kernel internal/rng

generate: ## write the assembly anew from its generator
	go generate ./internal/kernel ./internal/rng

fuzz: ## run every fuzz target for FUZZTIME
	@.ci/fuzz $(FUZZTIME)

clean: ## remove built programs and finished trials
	rm -rf bin runs
