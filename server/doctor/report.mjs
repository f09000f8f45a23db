/** Writes the findings of the doctor for people. Plain JavaScript, for foundations.mjs. Pure. */

/** A line for each check, then for each that is not ok what mends it. */
export function reportOf(findings, hasColors) {
  const width = Math.max(...findings.map(({ check }) => check.length))
  const lines = findings.map(
    ({ check, state, says }) => `${painted(state, hasColors)}  ${check.padEnd(width)}  ${says}`,
  )
  const toMend = findings.filter(({ state, mend = [] }) => state !== 'ok' && mend.length > 0)
  const blocks = toMend.map(
    ({ check, says, mend }) => `${check}: ${says}\n${mend.map((command) => `    ${command}\n`).join('')}`,
  )
  return `${lines.join('\n')}\n\n${summary(findings)}\n${blocks.map((block) => `\n${block}`).join('')}`
}

function painted(state, hasColors) {
  const word = state.padEnd(7)
  const color = { ok: 32, warning: 33, wrong: 31 }[state]
  return hasColors ? `\u001b[${color}m${word}\u001b[0m` : word
}

function summary(findings) {
  const count = (wanted) => findings.filter(({ state }) => state === wanted).length
  const [wrong, warnings] = [count('wrong'), count('warning')]
  if (wrong + warnings === 0) return 'Nothing is wrong.'
  const noticed = `${warnings} ${warnings === 1 ? 'warning' : 'warnings'}`
  return wrong === 0 ? `Nothing is wrong; ${noticed}.` : `${wrong} wrong, ${noticed}. What mends it:`
}
