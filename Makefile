# flowconv
#
#   make demo       converts real and generated logs and queries the result
#   make test       every test, also by readers that are not ours
#   make torture    kills, doubles and stops runs, hundreds of times
#   make test-thread-sanitizer  the tests of the pipeline under ThreadSanitizer
#   make release    the full binary, .build/release/flowconv
#   make install    puts it on the path (PREFIX=/usr/local)
#   make fuzz       feeds mutated input to every reader, SECONDS=60 each
#   make test-fuzz  every input that fuzzing has kept, through the same readers
#   make golden-update  writes the files anew that encoders and writer are compared with
#   make bench      kernels one by one, and all of it beside Polars, DuckDB, chDB and PyArrow
#   make bench-check  instructions and allocations per line, counted, against thresholds
#   make bench-scan   bytes that queries read of our files and of the peers'
#   make lint       formatting and house rules
#   make format     formats the sources
#   make clean      removes what was built

SHELL := /bin/bash
PREFIX ?= /usr/local
VENV := .venv
PYTHON := $(VENV)/bin/python
SUDO := $(shell [ "$$(id -u)" = 0 ] || command -v sudo)

# ISA-L inflates about three times as fast as zlib; the build takes it where it is.
TRAITS = $(shell pkg-config --exists libisal 2>/dev/null && echo --traits ISAL)
SWIFT_FLAGS = $(TRAITS)
FLOWCONV := .build/release/flowconv
CORPUS_MAKER := .build/debug/parquet-corpus
SOURCES := $(shell find Sources -name '*.swift' -o -name '*.h' -o -name '*.c' 2>/dev/null) Package.swift

.PHONY: fuzz test-fuzz torture test-torture test-thread-sanitizer bench bench-check bench-kernels bench-peers bench-scan demo golden-update test test-swift test-interop release install lint format clean dependencies

# What has to be there before anything is built. Nothing is installed that is there already.
dependencies: .build/dependencies
.build/dependencies:
	@mkdir -p .build
	@Scripts/install-dependencies
	@touch $@

# The readers of the tests are many and large; the demo needs one of them.
$(VENV)/installed: Tests/Interop/requirements.txt | dependencies
	@Scripts/install-dependencies test
	@Scripts/make-venv $(VENV) $<
	@touch $@ $(VENV)/demo-installed

$(VENV)/demo-installed: Scripts/demo-requirements.txt | dependencies
	@Scripts/make-venv $(VENV) $<
	@touch $@

release: $(FLOWCONV)
$(FLOWCONV): $(SOURCES) | dependencies
	swift build -c release --product flowconv --static-swift-stdlib $(SWIFT_FLAGS)
	@touch $@

demo: release $(VENV)/demo-installed
	@Scripts/demo $(FLOWCONV) $(PYTHON)

test: test-swift test-interop test-torture

test-swift: | dependencies
	swift test $(SWIFT_FLAGS)

# A debug build: the tests of Swift have made most of it, and the corpus is small.
test-interop: release $(VENV)/installed
	swift build --product parquet-corpus $(SWIFT_FLAGS)
	FLOWCONV=$(abspath $(FLOWCONV)) FLOWCONV_CORPUS_MAKER=$(abspath $(CORPUS_MAKER)) \
		$(PYTHON) -m pytest -q Tests/Interop

# Runs that are killed, stopped and doubled, on the debug build, whose fault points the release build lacks.
test-torture: $(VENV)/installed
	swift build --product flowconv $(SWIFT_FLAGS)
	$(PYTHON) -m pytest -q Tests/Torture

# The same with as many rounds as trust needs: 200 kills, 50 pairs of runs.
torture: $(VENV)/installed
	swift build --product flowconv $(SWIFT_FLAGS)
	FLOWCONV_TORTURE=full $(PYTHON) -m pytest -q Tests/Torture

# Data races in what runs beside each other; the build is one of its own.
test-thread-sanitizer: | dependencies
	TSAN_OPTIONS=suppressions=$(abspath Tests/thread-sanitizer.supp) swift test --sanitize thread --scratch-path .build-tsan $(SWIFT_FLAGS) --filter 'ConversionTests|LakeTests|StorageTests'

# Coverage-guided, with AddressSanitizer; see Fuzzing/README.md.
SECONDS ?= 60
fuzz: | dependencies
	@Fuzzing/run $(SECONDS) $(TARGETS)

test-fuzz: | dependencies
	swift test --package-path Fuzzing

# Look at the difference before it is committed.
golden-update: | dependencies
	FLOWCONV_GOLDEN_UPDATE=1 swift test $(SWIFT_FLAGS) --filter Golden

bench: bench-kernels bench-peers

bench-kernels: | dependencies
	cd Benchmarks && swift package $(TRAITS) benchmark --target Kernels --no-progress

# PEERS_FLAGS="--objects 4 --lines 50000" for a short look; --zlib BINARY measures a build without ISA-L as well.
bench-peers: release $(VENV)/installed
	@$(PYTHON) Benchmarks/peers/run.py $(FLOWCONV) $(PEERS_FLAGS)

bench-check: release
	@Scripts/install-dependencies bench
	cd Benchmarks && swift build -c release --product count-instructions $(TRAITS)
	@Benchmarks/check-counts $(FLOWCONV) Benchmarks/.build/release/count-instructions

bench-scan: release $(VENV)/installed
	@$(PYTHON) Benchmarks/scan/run.py $(FLOWCONV)

install: release
	$(SUDO) install -D -m 0755 $(FLOWCONV) $(DESTDIR)$(PREFIX)/bin/flowconv

lint:
	swift format lint --strict --recursive Package.swift Sources Tests Benchmarks/Package.swift Benchmarks/Sources Benchmarks/Benchmarks Fuzzing/Package.swift Fuzzing/Sources Fuzzing/Tests
	@Scripts/check-house-rules

format:
	swift format --in-place --recursive Package.swift Sources Tests Benchmarks/Package.swift Benchmarks/Sources Benchmarks/Benchmarks Fuzzing/Package.swift Fuzzing/Sources Fuzzing/Tests

clean:
	rm -rf .build .build-tsan Fuzzing/.build Fuzzing/.build-fuzz $(VENV) demo-logs demo-lake
