# SPDX-License-Identifier: GPL-3.0-or-later
# The two commands that matter: `make demo` and `make test`. Both install what is missing.

SWIFT ?= swift
BINARY := .build/release/muster
RELEASE := -c release --static-swift-stdlib
ORACLE := .venv-oracle
PEERS := .venv-bench
SPARK := .venv-spark
MPXJ := .venv-mpxj
BOOKS := .venv-workbooks
PAGES := .venv-pages
STATIC := .build/static/muster
SCENARIO := Scenarios/erp-rollout.json
# What `make bench` measures: see Benchmarks/bench.py --help.
BENCH ?= --sizes S,M,L,XL --repeat 3 --limit 120
# What `make bench-warm` measures: see Benchmarks/warm.py --help.
WARM ?=
# What `make bench-decisions` measures: see Benchmarks/decisions.py --help.
DECISIONS ?= --size S --seeds 1 2 3 --limits 10
# What `make bench-gap` measures: see Benchmarks/gap.py --help.
GAP ?=
# What `make bench-throughput` measures: see Benchmarks/throughput.py --help.
THROUGHPUT ?=
# How many generated scenarios are compared with the independent model.
COMPARED ?= 320
# How many are explained, and each figure of that worked out again; 200 take some minutes.
EXPLAINED ?= 20
# How many scenarios go through workbooks; 300 take six minutes.
WORKBOOKS ?= 60
# How long each fuzz target runs in `make test-fuzz`, from the same seed each time, and in `make fuzz`; seconds.
FUZZ_TEST_SECONDS ?= 20
FUZZ_SECONDS ?= 900
# How many mutated scenarios are tried; 20,000 take some minutes.
MUTATED ?= 4000
# How long `make soak` goes on; seconds.
SOAK_SECONDS ?= 3600
# Until what is proved of plans is what Tests/Oracle/README.md says.
UNPROVED := --unproved 0.04

.PHONY: manual help build demo test test-swift test-oracle format lint lint-structure clean glpk \
	bench bench-smoke bench-throughput bench-warm bench-decisions bench-gap peers static test-spark test-mpxj test-example docs workbooks \
	test-pages test-workbooks pictures fuzz fuzz-build test-fuzz sanitize soak

help:
	@echo "make demo    install what is missing, build, solve $(SCENARIO)"
	@echo "make test    install what the tests need, run all of them"
	@echo "make build   build $(BINARY)"
	@echo "make static  build $(STATIC), which runs on other machines; make test-spark tries it on a Spark cluster"
	@echo "make manual  write docs/muster.1 and the tables of exit codes from what the program says"
	@echo "make test-pages  pages of plans in a real browser; make pictures makes those in the documents anew"
	@echo "make bench   install the general solvers, measure muster beside them; make bench-smoke: whether that works"
	@echo "make bench-throughput  small scenarios a second through stream, beside a script with HiGHS"
	@echo "make bench-decisions  decisions in whole numbers, beside general solvers at equal times"
	@echo "make bench-gap        generalised assignment problems, held against the best known values"
	@echo "make bench-warm  small changes of a large scenario, beside solves from nothing"
	@echo "make test-workbooks  workbooks there and back, also through LibreOffice, openpyxl and calamine; hostile ones"
	@echo "make test-mpxj  compare exported MS Project documents with what mpxj reads in them"
	@echo "make fuzz    every parser and whole solves under libFuzzer and AddressSanitizer, FUZZ_SECONDS each"
	@echo "make sanitize  chosen tests with AddressSanitizer, C parts with UndefinedBehaviorSanitizer"
	@echo "make soak    mixed load with kills, full disks, little memory and clock jumps, for SOAK_SECONDS"
	@echo "make docs    build the documentation of MusterKit into .build/docs"
	@echo "make format  format the sources; make lint checks them and the house rules"

# GLPK is loaded at run time; Muster builds and answers without it.
glpk:
	@scripts/install-packages libglpk40

# What reads and writes workbooks is loaded at run time, too.
workbooks:
	@scripts/install-packages libexpat1 libminizip1 libxlsxwriter4

build:
	$(SWIFT) build $(RELEASE) --product muster

demo: glpk workbooks build
	$(BINARY) solve $(SCENARIO) --format table

# The release build is static already; what is left is its symbols. GLPK stays outside: docs/decisions/0004-static-program.md.
static: build
	@scripts/install-packages binutils:strip
	@mkdir -p $(dir $(STATIC))
	strip --strip-all -o $(STATIC) $(BINARY)
	@scripts/check-self-contained $(STATIC)

test: lint-structure test-swift docs test-oracle test-workbooks test-mpxj test-spark test-example test-pages

# A few tests at a time: all at once, their limits of time would count how long they waited for a processor.
# The independent model brings HiGHS along, whose tests are part of these.
test-swift: glpk workbooks build $(ORACLE)/installed
	@scripts/install-packages gzip
	SWT_EXPERIMENTAL_MAXIMUM_PARALLELIZATION_WIDTH=4 $(SWIFT) test

# A stamp, because bin/python is a link to a file that belongs to the system.
$(ORACLE)/installed: Tests/Oracle/requirements.txt
	@scripts/install-packages python3-venv:python3
	python3 -m venv $(ORACLE)
	$(ORACLE)/bin/pip install --quiet --disable-pip-version-check -r Tests/Oracle/requirements.txt
	@touch $@

test-oracle: $(ORACLE)/installed build
	cd Tests/Oracle && ../../$(ORACLE)/bin/python -m unittest -q test_days test_decisions test_decided_plans test_explanations
	$(ORACLE)/bin/python Tests/Oracle/metamorphic.py --count 40
	$(ORACLE)/bin/python Tests/Oracle/field.py --muster $(BINARY)
	$(ORACLE)/bin/python Tests/Oracle/impossible.py --muster $(BINARY)
	$(ORACLE)/bin/python Tests/Oracle/compare.py --muster $(BINARY) --count $(COMPARED) --seed 1 $(UNPROVED)
	$(ORACLE)/bin/python Tests/Oracle/compare.py --muster $(BINARY) --count 100 --size S --seed 1 $(UNPROVED)
	$(ORACLE)/bin/python Tests/Oracle/compare.py --muster $(BINARY) --count 60 --seed 5000 --engine glpk
	$(ORACLE)/bin/python Tests/Oracle/engines.py --muster $(BINARY)
	$(ORACLE)/bin/python Tests/Oracle/compare.py --muster $(BINARY) --count 150 --seed 1 --absent
	$(ORACLE)/bin/python Tests/Oracle/mutated.py --muster $(BINARY) --count $(MUTATED) --seed 1
	$(ORACLE)/bin/python Tests/Oracle/compare.py --muster $(BINARY) --count 90 --each-decision --seed 1
	$(ORACLE)/bin/python Tests/Oracle/compare.py --muster $(BINARY) --count 20 --only decisions --seed 1
	$(ORACLE)/bin/python Tests/Oracle/metamorphic.py --muster $(BINARY) --count 25 --seed 1
	$(ORACLE)/bin/python Tests/Oracle/deltas.py --muster $(BINARY) --count 200
	$(ORACLE)/bin/python Tests/Oracle/applying.py --muster $(BINARY)
	$(ORACLE)/bin/python Tests/Oracle/guides.py --muster $(BINARY)
	$(ORACLE)/bin/python Tests/Oracle/replanning.py --muster $(BINARY) --count 120 --each-decision
	$(ORACLE)/bin/python Tests/Oracle/decision_costs.py --muster $(BINARY) --count 60
	$(ORACLE)/bin/python Tests/Oracle/explanations.py --muster $(BINARY) --count $(EXPLAINED) --seed 20

# One program for all targets, optimised, in a folder of its own: its code is built for the fuzzer.
FUZZED := .build/fuzzing
fuzz-build: workbooks
	MUSTER_FUZZING=1 $(SWIFT) build -c release --scratch-path $(FUZZED) --sanitize=address --sanitize=fuzzer --product muster-fuzz

test-fuzz: fuzz-build
	Fuzzing/fuzz.py --binary $(FUZZED)/release/muster-fuzz --seconds $(FUZZ_TEST_SECONDS) --seed 1

fuzz: fuzz-build
	Fuzzing/fuzz.py --binary $(FUZZED)/release/muster-fuzz --seconds $(FUZZ_SECONDS)

# What reads foreign bytes, what shares memory with C, and what runs on several threads; the C parts are built so, too.
SANITIZED := ExchangeTests|FormatsTests|SolverTests|ProcessesTests|ServingTests|AllocationTests|HardlyAnyHoursTests
sanitize: glpk workbooks
	ASAN_OPTIONS=detect_leaks=0 UBSAN_OPTIONS=halt_on_error=1:print_stacktrace=1 \
	  SWT_EXPERIMENTAL_MAXIMUM_PARALLELIZATION_WIDTH=4 \
	  $(SWIFT) test --scratch-path .build/sanitize-address --sanitize=address -Xcc -fsanitize=undefined \
	  -Xcc -fno-sanitize-recover=undefined --filter '$(SANITIZED)'

soak: build
	python3 Tests/Soak/soak.py --muster $(BINARY) --seconds $(SOAK_SECONDS)

# A stamp, because bin/python is a link to a file that belongs to the system.
$(SPARK)/installed: Distribution/spark/requirements.txt
	@scripts/install-packages python3-venv:python3
	python3 -m venv $(SPARK)
	$(SPARK)/bin/pip install --quiet --no-cache-dir --disable-pip-version-check -r $<
	@touch $@

# Where there is no Java, the test itself says that it is skipped.
test-spark: $(SPARK)/installed static glpk
	@scripts/install-packages openjdk-17-jre-headless:java
	MUSTER=$(STATIC) $(SPARK)/bin/python Tests/Spark/test_spark.py

# A stamp, because bin/python is a link to a file that belongs to the system.
$(MPXJ)/installed: Tests/Oracle/requirements-mpxj.txt
	@scripts/install-packages python3-venv:python3
	python3 -m venv $(MPXJ)
	$(MPXJ)/bin/pip install --quiet --no-cache-dir --disable-pip-version-check -r $<
	@touch $@

# A stamp, for the same reason.
$(BOOKS)/installed: Tests/Oracle/requirements-workbooks.txt
	@scripts/install-packages python3-venv:python3
	python3 -m venv $(BOOKS)
	$(BOOKS)/bin/pip install --quiet --no-cache-dir --disable-pip-version-check -r $<
	@touch $@

# Workbooks and CSV folders there and back, also through other programs; LibreOffice is used where it is there.
test-workbooks: $(BOOKS)/installed build workbooks
	$(BOOKS)/bin/python Tests/Oracle/workbooks.py --muster $(BINARY) --count $(WORKBOOKS)
	$(BOOKS)/bin/python Tests/Oracle/hostile.py --muster $(BINARY)

# What another reader of MS Project documents finds in exported plans; without Java it says that it is skipped.
test-mpxj: $(MPXJ)/installed build workbooks
	@scripts/install-packages openjdk-17-jre-headless:java
	$(MPXJ)/bin/python Tests/Oracle/mpxj_hours.py --muster $(BINARY)

# A stamp, for the same reason.
$(PAGES)/installed: Tests/Browser/requirements.txt
	@scripts/install-packages python3-venv:python3
	python3 -m venv $(PAGES)
	$(PAGES)/bin/pip install --quiet --disable-pip-version-check -r $<
	@touch $@

# Pages of plans in a real browser: figures, use by mouse and keyboard, accessibility, hostile names.
test-pages: $(PAGES)/installed build
	@scripts/install-packages chromium:chromium poppler-utils:pdftotext
	MUSTER=$(BINARY) $(PAGES)/bin/python Tests/Browser/test_pages.py

# The pictures in the documents, from a shipped scenario.
pictures: $(PAGES)/installed build
	@scripts/install-packages chromium:chromium
	$(PAGES)/bin/python scripts/make-pictures $(BINARY)

# The documentation of MusterKit, into .build/docs; it needs the debug build of the tests, and then some seconds.
docs:
	@scripts/build-docs

# The library as other packages use it: three that are built into one folder, so that what they share is built once.
EXAMPLES := .build/examples
RUN_EXAMPLE = $(SWIFT) run -q --scratch-path $(EXAMPLES) --package-path Examples/$(1) $(1) $(2)
test-example:
	$(call RUN_EXAMPLE,HiringDecision) | scripts/expect-lines 'The hire pays off: it saves' 'clusters: .* h short'
	$(call RUN_EXAMPLE,RollingReplan,Scenarios/small-office-covered.json) \
	  | scripts/expect-lines 'the plan in force: value' 'weeks stay; value' 'checked: true'
	$(call RUN_EXAMPLE,OwnReport,Scenarios/erp-rollout.json) | scripts/expect-lines 'department,available,used,share'

# The manual page and the tables of exit codes, from what the program says of itself.
manual: build
	scripts/make-manual $(BINARY)

# A stamp, because bin/python is a link to a file that belongs to the system.
$(PEERS)/installed: Benchmarks/requirements.txt
	python3 -m venv $(PEERS) || { scripts/install-packages python3 python3-venv; python3 -m venv $(PEERS); }
	$(PEERS)/bin/pip install --quiet --disable-pip-version-check -r Benchmarks/requirements.txt
	@touch $@

peers: $(PEERS)/installed
	@scripts/install-packages coinor-clp:clp glpk-utils:glpsol

bench: peers glpk build
	$(PEERS)/bin/python Benchmarks/bench.py --muster $(BINARY) $(BENCH)

# Whether the benchmark works: the small size, once, and all peers find the same optimum.
bench-smoke: peers glpk build
	$(PEERS)/bin/python Benchmarks/test_staffing_lp.py
	$(PEERS)/bin/python Benchmarks/bench.py --muster $(BINARY) --sizes S --families '' --repeat 1 --limit 60

# Small scenarios a second, beside a script that builds the same program; about five minutes on a quiet machine.
bench-throughput: $(PEERS)/installed build
	OMP_NUM_THREADS=1 OPENBLAS_NUM_THREADS=1 $(PEERS)/bin/python Benchmarks/throughput.py --muster $(BINARY) $(THROUGHPUT)

# Small changes of a large scenario, beside solves from nothing; half a minute.
bench-warm: build
	python3 Benchmarks/warm.py --muster $(BINARY) $(WARM)

# Decisions in whole numbers, beside general solvers on the same model.
bench-decisions: $(PEERS)/installed glpk build
	@scripts/install-packages coinor-cbc:cbc
	$(PEERS)/bin/python Benchmarks/decisions.py --muster $(BINARY) $(DECISIONS)

# The generalised assignment problem through scenarios, held against the best known values.
bench-gap: $(PEERS)/installed glpk build
	$(PEERS)/bin/python Benchmarks/gap.py --muster $(BINARY) $(GAP)

format:
	$(SWIFT) format -i -r Package.swift Sources Solvers Tests

lint: lint-structure
	$(SWIFT) format lint -r Package.swift Sources Solvers

# The house rules of CONTRIBUTING.md that swift-format does not know: a second, and nothing is built.
lint-structure:
	scripts/lint-structure

clean:
	rm -rf .build $(ORACLE) $(PEERS) $(SPARK) $(PAGES) $(BOOKS)
