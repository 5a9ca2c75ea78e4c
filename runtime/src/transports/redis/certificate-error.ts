/** The server answered with a certificate that is refused; the message says why and how to mend it. */
export class CertificateError extends Error {
  override readonly name = "CertificateError";

  /** `cause`: what TLS ended the connection with. */
  constructor(cause: Error & { readonly code?: string }) {
    super(`${cause.message.replace(/[\s:]+$/, "")}; ${mendingOf(cause.code)}`, { cause });
  }
}

function mendingOf(code: string | undefined): string {
  switch (code) {
    case "ERR_TLS_CERT_ALTNAME_INVALID":
      return "write the URL with a host that the certificate names";
    case "CERT_HAS_EXPIRED":
    case "CERT_NOT_YET_VALID":
      return "renew it, or set the clock of this machine right";
    case "CERT_REVOKED":
      return "give the server a new one";
    default:
      return "start with `NODE_EXTRA_CA_CERTS` set to the PEM file of the authority that issued it";
  }
}
