// Changes the rules in many small ways and prints each change that no test notices: `npm run test:mutation -- [path …]`.
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { isAccepted } from './accepted-mutants.ts'
import { type Mutant, mutantsOf } from './mutants.ts'
import { ROOT, testsReaching } from './reaching-tests.ts'
import { type MutantRunner, openMutantRunner } from './run-mutants.ts'

const words = process.argv.slice(2)
const files = readdirSync(join(ROOT, 'src/core'), { recursive: true, encoding: 'utf8' })
  .map((path) => `src/core/${path}`)
  .filter((path) => path.endsWith('.ts') && (words.length === 0 || words.some((word) => path.includes(word))))
  .sort()
if (files.length === 0) {
  console.error(`No file in src/core has ${words.join(' or ')} in its path.`)
  process.exit(1)
}

/** Those that pass every test that sees the file. */
async function survivorsOf(file: string, mutants: readonly Mutant[], runner: MutantRunner): Promise<Mutant[]> {
  const whole = readFileSync(join(ROOT, file), 'utf8')
  let left = [...mutants]
  for (const test of testsReaching(file)) {
    if (left.length === 0) break
    const isUnseen = await unseenBy(test, file, left, runner)
    const tried = left.filter((mutant) => !isUnseen(mutant))
    const passed = await runner.passing(test, file, [whole, ...tried.map(({ text }) => text)])
    if (!passed.has(0)) throw new Error(`${test} fails without any change of ${file}`)
    const killed = new Set(tried.filter((_, index) => !passed.has(index + 1)))
    left = left.filter((mutant) => !killed.has(mutant))
  }
  return left
}

/** A test that passes although a function throws does not run it, and need not be tried on what is in it. */
async function unseenBy(test: string, file: string, mutants: readonly Mutant[], runner: MutantRunner) {
  const probes = [...new Set(mutants.flatMap(({ probe }) => probe ?? []))]
  const passed = await runner.passing(test, file, probes)
  return ({ probe }: Mutant) => probe !== undefined && passed.has(probes.indexOf(probe))
}

function print(file: string, survivors: readonly Mutant[]): void {
  let last: Mutant | undefined
  for (const mutant of survivors) {
    if (last?.line !== mutant.line || last.was !== mutant.was)
      console.log(`  ${file}:${mutant.line}\n    - ${mutant.was}`)
    console.log(`    + ${mutant.is}`)
    last = mutant
  }
}

let [all, survived, accepted] = [0, 0, 0]
const runner = await openMutantRunner()
try {
  for (const file of files) {
    const found = mutantsOf(readFileSync(join(ROOT, file), 'utf8'))
    const mutants = found.filter((mutant) => !isAccepted(file, mutant))
    if (mutants.length === 0) continue
    const survivors = await survivorsOf(file, mutants, runner)
    console.log(`${file}: ${mutants.length - survivors.length} of ${mutants.length} killed`)
    print(file, survivors)
    all += mutants.length
    survived += survivors.length
    accepted += found.length - mutants.length
  }
} finally {
  await runner.close()
}
const score = ((100 * (all - survived)) / Math.max(all, 1)).toFixed(1)
console.log(
  `\nScore: ${score}% (${all - survived} of ${all} mutants killed, ${survived} survive; ${accepted} are accepted)`,
)
