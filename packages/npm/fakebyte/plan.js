/** What jobs do next. Each call adds to it and is in force once awaited; the last job's part repeats. */
export class Plan {
  #airbyte;
  #match;
  #runs = [];
  #stored = Promise.resolve(undefined);

  constructor(airbyte, match) {
    this.#airbyte = airbyte;
    this.#match = match;
  }

  run(run, times = 1) {
    for (; times > 0; times--) this.#runs.push(run);
    const body = { match: this.#match, runs: [...this.#runs] };
    this.#stored = this.#stored.then((plan) => this.#airbyte.control.addPlan(plan ? { ...body, id: plan.id } : body));
    return this;
  }

  failsWith(failure, times = 1) {
    return this.run({ attempts: [{ outcome: "failed", failure }] }, times);
  }

  recoversFrom(failure, attempts = 1) {
    const failing = Array.from({ length: attempts }, () => ({ outcome: "failed", failure }));
    return this.run({ attempts: [...failing, { outcome: "succeeded" }] });
  }

  thenSucceeds(times = 1) {
    return this.run({ attempts: [{ outcome: "succeeded" }] }, times);
  }

  hangs() {
    return this.run({ attempts: [{ outcome: "hang" }] });
  }

  waitsAt(gate) {
    return this.run({ gate });
  }

  then(resolve, reject) {
    return this.#stored.then(resolve, reject);
  }
}
