// Since when which version of the policy is in use, over all processes and restarts.

export interface PolicyVersion {
  /** As in `Policy.version`. */
  version: string
  /** When a process read it first, milliseconds since epoch. */
  since: number
}

/** Every method throws `redis_unavailable`. */
export interface PolicyVersions {
  /**
   * Notes the version with which a process works from `at` on. If it is not the one that was noted last, that is written
   * to the audit, once however many processes read the same file. Resolves to what is noted then, and to the version
   * before if this call changed it.
   */
  note(version: string, at: number): Promise<PolicyVersion & { before?: string }>
  /** Undefined until a process has noted one. */
  current(): Promise<PolicyVersion | undefined>
}
