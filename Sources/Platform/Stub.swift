import Subprocess
import Crypto
import Logging
