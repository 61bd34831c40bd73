/**
 * A certificate for 127.0.0.1 that no authority has signed, good for a hundred years, and its key: of no use but to be
 * refused. Made by `openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 36500
 * -subj /CN=127.0.0.1 -addext subjectAltName=IP:127.0.0.1`.
 */
export const selfSigned = {
  cert: `-----BEGIN CERTIFICATE-----
MIIBkTCCATagAwIBAgIUXRs/trw+AA5TbeXdRhDcSu/8LM4wCgYIKoZIzj0EAwIw
FDESMBAGA1UEAwwJMTI3LjAuMC4xMCAXDTI2MTEyNjA4NTkyOVoYDzIxMjYxMTAy
MDg1OTI5WjAUMRIwEAYDVQQDDAkxMjcuMC4wLjEwWTATBgcqhkjOPQIBBggqhkjO
PQMBBwNCAAR/K+yHzq74l9zwCUrsfACg7jY3/HRhmg/gwIfpyZHrK59lr8faonDo
rpfccNe/fPmKCoWd5bsC8vfV9CKLdfU0o2QwYjAdBgNVHQ4EFgQUm5wYJ8LUeTI6
wLsEhu0F1zhVgOQwHwYDVR0jBBgwFoAUm5wYJ8LUeTI6wLsEhu0F1zhVgOQwDwYD
VR0TAQH/BAUwAwEB/zAPBgNVHREECDAGhwR/AAABMAoGCCqGSM49BAMCA0kAMEYC
IQDpS50k+SUEjHSdEmBjyhPNB8yfjxqI3jE/g0bUWMcGjgIhAIwle7fhpNDBvgqs
dbNB5o99KFcyP7fzVltOAwV7QFMQ
-----END CERTIFICATE-----`,
  key: `-----BEGIN PRIVATE KEY-----
MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgFNBfSUhc/om4QGf4
qY8Hy6K1bxf2P4z2Cuis1qwd0a6hRANCAAR/K+yHzq74l9zwCUrsfACg7jY3/HRh
mg/gwIfpyZHrK59lr8faonDorpfccNe/fPmKCoWd5bsC8vfV9CKLdfU0
-----END PRIVATE KEY-----`
}
