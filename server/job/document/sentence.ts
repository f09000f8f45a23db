/** Makes a sentence of a clause: “step 100 runs” → “Step 100 runs.” */
export function sentence(clause: string): string {
  return `${clause.charAt(0).toUpperCase()}${clause.slice(1)}.`
}
