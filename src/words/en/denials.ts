// Why a token is not allowed, and what is wrong with a field of a form.
import type { Denial, FieldProblem, LabelForm } from '../../core/policy/evaluate.ts'
import { count, duration, noSuchGroups } from './grammar.ts'

/** One or two sentences; `mine` if the requester reads them. What the policy file says is a sentence of its own. */
export function because({ denial, mine }: { denial: Denial; mine: boolean }): string {
  switch (denial.kind) {
    case 'rule':
      return denial.because
    case 'no rule':
      return 'No rule allows this token.'
    case 'no such group':
      return `I can’t check this rule, because ${noSuchGroups(denial.groups)}. Ask a bot admin to correct it.`
    case 'lifetime':
      return `Lifetimes are ${duration(denial.least)} to ${duration(denial.most)}.`
    case 'too many tokens':
      return tooMany(denial)
    case 'another Dremio user':
      return mine
        ? 'You asked for it when you were linked to another Dremio user.'
        : 'They asked for it when they were linked to another Dremio user.'
    case 'label form':
      return `Labels have to be different now: ${labelForm(denial.form)}.`
    case 'reason':
      return mine ? `Reasons have to be different now. ${field(denial.problem)}` : 'Reasons have to be different now.'
    case 'no approver': {
      if (denial.missingGroups)
        return `It needs a review, and there’s nobody who can decide: ${noSuchGroups(denial.missingGroups)}. Ask a bot admin.`
      const whose = mine ? 'your' : 'their'
      return denial.managerUnreadable
        ? `It needs a review by ${whose} manager, and I can’t see who that is. Ask a bot admin.`
        : 'It needs a review, and there’s nobody who can decide. Ask a bot admin.'
    }
  }
}

/** Of tokens and open requests together, as many as are allowed. */
function tooMany({ active, open, most }: { active: number; open: number; most: number }): string {
  const limit = `You’ve reached the limit of ${count(most, 'active token')}`
  if (open === 0) return `${limit}. Revoke one to request another.`
  const requests = count(open, 'open request')
  return active === 0
    ? `${limit}: you have ${requests}. Cancel one to request another.`
    : `${limit}: you have ${count(active, 'token')} and ${requests}. Revoke a token or cancel a request first.`
}

/** A sentence for the person who filled in the field. */
export function field(problem: FieldProblem): string {
  switch (problem.kind) {
    case 'holds a token':
      return 'That looks like a token. Don’t paste tokens here. To revoke it, run /dremio-pat leaked.'
    case 'label form':
      return `Use ${labelForm(problem.form)}.`
    case 'lifetime':
      return problem.most === undefined
        ? `Choose ${duration(problem.least)} or longer.`
        : `Choose between ${duration(problem.least)} and ${duration(problem.most)}.`
    case 'no reason':
      return 'Say what the token is for.'
    case 'reason form':
      return reasonForm(problem)
    case 'no comment':
      return 'Say why, so they know what to do next.'
    case 'too long':
      return `Use at most ${problem.most} characters.`
  }
}

export function labelForm(form: LabelForm): string {
  if (form === 'usual') return '3 to 60 letters, digits, spaces, dots, dashes and underscores'
  return form === 'undescribed' ? 'the format that your company asks for' : form.hint
}

export function reasonForm({ hint }: { hint?: string | undefined }): string {
  return hint === undefined
    ? 'Your company asks for a certain format here. A bot admin can tell you which.'
    : `Include ${hint}.`
}

export const denials = { because, field }
