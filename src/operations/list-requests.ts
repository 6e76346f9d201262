// My open requests, and those that wait for my review.
import type { Actor } from '../core/person.ts'
import type { Ports } from '../core/ports.ts'
import type { Request } from '../core/request.ts'
import { admit } from './admit.ts'

export interface RequestList {
  mine: Request[]
  toReview: Request[]
}

export async function listRequests(ports: Ports, actor: Actor): Promise<RequestList> {
  const person = await admit(ports, actor)
  const [mine, toReview] = await Promise.all([ports.requests.openOf(person.id), ports.requests.awaiting(person.id)])
  return { mine, toReview }
}
