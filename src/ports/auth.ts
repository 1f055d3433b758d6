/** People, their passwords and sessions. Who may do what in which organisation is the store's and the desk's. */

/** A person who is signed in. */
export interface SignedIn {
  readonly personId: string;
  readonly name: string;
  readonly email: string;
}

export interface NewPerson {
  readonly email: string;
  readonly name: string;
  readonly password: string;
}

export interface Auth {
  /** The person of the session in these request headers; `null` without a valid one. */
  signedIn(headers: Headers): Promise<SignedIn | null>;
  /** Answers a request under /api/auth/. */
  handle(request: Request): Promise<Response>;
  /** Throws when the e-mail is taken. The id of the new person. */
  createPerson(person: NewPerson): Promise<string>;
  /** The id of the person with this e-mail. */
  findPerson(email: string): Promise<string | null>;
  /** Sets the password and ends the person's sessions. */
  setPassword(personId: string, password: string): Promise<void>;
}
