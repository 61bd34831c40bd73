import { secretsContract } from "../src/contracts/secretsContract.ts"
import { TestSecrets } from "../src/fakes/TestSecrets.ts"

secretsContract("test", TestSecrets.layer)
