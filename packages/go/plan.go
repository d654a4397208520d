package fakebytetest

import "encoding/json"

// Plan is what jobs do next. Each call adds to it and is in force at once; the last job's part repeats.
type Plan struct {
	airbyte *Airbyte
	match   map[string]any
	runs    []any
	id      string
}

// Plan begins a plan for the jobs of connections of that name; * stands for any run of characters.
func (a *Airbyte) Plan(connection string) *Plan {
	return a.PlanMatch(map[string]any{"connectionName": connection})
}

// PlanMatch begins a plan for the jobs that fit a PlanMatch, such as {"configType": "sync"}.
func (a *Airbyte) PlanMatch(match map[string]any) *Plan {
	return &Plan{airbyte: a, match: match}
}

// Run says the next `times` jobs in the control API's own words, a PlanRun.
func (p *Plan) Run(times int, run map[string]any) *Plan {
	p.airbyte.T.Helper()
	for ; times > 0; times-- {
		p.runs = append(p.runs, run)
	}
	body := map[string]any{"match": p.match, "runs": p.runs}
	if p.id != "" {
		body["id"] = p.id
	}
	var stored struct{ ID string }
	if err := json.Unmarshal(p.airbyte.must(p.airbyte.Control.AddPlan(body)), &stored); err != nil {
		p.airbyte.T.Fatal(err)
	}
	p.id = stored.ID
	return p
}

func attempts(list ...any) map[string]any { return map[string]any{"attempts": list} }

// FailsWith lets the next `times` jobs fail, each attempt of theirs, with a failure of that name, such as "oom".
func (p *Plan) FailsWith(failure string, times int) *Plan {
	p.airbyte.T.Helper()
	return p.Run(times, attempts(map[string]any{"outcome": "failed", "failure": failure}))
}

// ThenSucceeds lets the next job, and those after it, succeed.
func (p *Plan) ThenSucceeds() *Plan {
	p.airbyte.T.Helper()
	return p.Run(1, attempts(map[string]any{"outcome": "succeeded"}))
}

// Hangs lets the next job never end, until it is cancelled.
func (p *Plan) Hangs() *Plan {
	p.airbyte.T.Helper()
	return p.Run(1, attempts(map[string]any{"outcome": "hang"}))
}

// WaitsAt lets the next job wait before its first attempt until OpenGate.
func (p *Plan) WaitsAt(gate string) *Plan {
	p.airbyte.T.Helper()
	return p.Run(1, map[string]any{"gate": gate})
}

// Fault adds trouble for requests, in the control API's words: {"times": 1, "status": 503}.
func (a *Airbyte) Fault(match Match, fault map[string]any) {
	a.T.Helper()
	body := map[string]any{"match": match}
	for name, value := range fault {
		body[name] = value
	}
	a.must(a.Control.AddFault(body))
}

// LosesTheAnswer: the next `times` requests are carried out, and the connection breaks before they hear of it.
func (a *Airbyte) LosesTheAnswer(path string, times int) {
	a.T.Helper()
	a.Fault(Path(path), map[string]any{"times": times, "phase": "after", "connection": "CONNECTION_RESET_BY_PEER"})
}
