// Reads what a bot admin's Home shows above everybody's: health, what is left to clean up, and links to confirm.
import type { AdministratorHome } from '../../core/home.ts'
import { stateAt } from '../../core/people/link-confirmation.ts'
import type { Ports } from '../../core/ports.ts'
import { surveyTokens } from '../policy/survey-tokens.ts'
import { findOutstanding } from '../records/find-outstanding.ts'
import { readPart } from '../records/read-part.ts'

/** `person` is the Slack id of a bot admin. */
export async function readAdministratorHome(ports: Ports, person: string): Promise<AdministratorHome> {
  const policyVersion = ports.policy().version
  const [health, noted, tokens, outstanding, links] = await Promise.all([
    ports.health(),
    readPart(ports, 'since when the policy is in use', ports.policyVersions.current()),
    readPart(ports, 'how many tokens there are', surveyTokens(ports)),
    readPart(ports, 'what is outstanding', findOutstanding(ports)),
    readPart(ports, 'links to confirm', linksToConfirm(ports, person)),
  ])
  return {
    health,
    authMethod: ports.sessions.authMethod,
    policyVersion,
    // Another process may have read another file.
    ...(noted !== 'unknown' && noted?.version === policyVersion && { policySince: noted.since }),
    tokens,
    outstanding,
    links,
  }
}

async function linksToConfirm({ linkConfirmations, clock }: Ports, person: string) {
  const all = await linkConfirmations.everyUnsettled()
  return all.filter((link) => stateAt(link, clock.now()) === 'pending' && link.asked.includes(person))
}
