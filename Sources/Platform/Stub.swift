import Crypto
import Logging
import Subprocess
