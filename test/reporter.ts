/** Reports test results. */
import { type MochaOptions, Runner, reporters } from 'mocha'

/** Mocha's default report, followed by the summary line that continuous integration reads. */
export default class Reporter extends reporters.Spec {
  constructor(runner: Runner, options: MochaOptions) {
    super(runner, options)
    runner.once(Runner.constants.EVENT_RUN_END, () => {
      const { passes, failures, pending } = this.stats
      process.stdout.write(`${passes} passed, ${failures} failed, ${pending} skipped\n`)
    })
  }
}
