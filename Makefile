# The manual of this repository: `make help` prints it. Python is the only thing needed.
PYTHON ?= python3
DEV = $(PYTHON) tools/dev.py

.DEFAULT_GOAL := help
.PHONY: help run report test check format bench soak street simulate build lock clean

help: ## Print this list
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "make %-10s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

run: ## Bring up the site with the sample county at 127.0.0.1:8000 (PORT=8001 for another port)
	@$(DEV) run

report: ## Score the sample county from its files and open its report, without a database
	@$(DEV) report

test: ## Run every test (ARGS="tests/engine -k rank" for some)
	@$(DEV) test $(ARGS)

check: ## Check style, types, floors and house rules
	@$(DEV) check

format: ## Format the code and mend what can be mended
	@$(DEV) format

bench: ## Measure speed against named peers (ARGS for some)
	@$(DEV) bench $(ARGS)

soak: ## Kill the site's processes 200 times on each database while people write (KILLS=500 for more)
	@$(DEV) soak $(ARGS)

street: ## Take the phone app through networks that break, in a real browser (FIELD_VISITS=30 for fewer visits)
	@$(DEV) street $(ARGS)

simulate: ## Simulate how often the intervals of scores cover the truth
	@$(DEV) simulate $(ARGS)

build: ## Build the wheel into dist/
	@$(DEV) build

lock: ## Re-make the hash-locked requirements (ARGS=--upgrade for newer versions); needs uv
	@$(DEV) lock $(ARGS)

clean: ## Remove environment, caches and builds; var/ stays
	@$(DEV) clean
