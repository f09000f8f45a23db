/** The types of report.mjs. */
import type { Finding } from './finding.ts'

export function reportOf(findings: readonly Finding[], hasColors: boolean): string
