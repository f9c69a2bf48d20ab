/// The short list of what is tried first. Written for this project; no leaked list was copied.
enum CommonPasswords {
    /// Whole passwords of twelve characters and more that no other rule catches.
    static let whole: Set<String> = [
        "1q2w3e4r5t6y", "1qaz2wsx3edc", "qazwsxedcrfv", "zaq12wsxcde3", "q1w2e3r4t5y6", "1a2b3c4d5e6f",
        "a1b2c3d4e5f6", "correcthorsebatterystaple", "iloveyouforever", "thequickbrownfox", "mypasswordis",
        "thisismypassword", "changemeplease", "opensesame123", "ihavenopassword", "trustnooneever",
        "letmeinplease", "whatismypassword", "iforgotmypassword", "adminadminadmin",
    ]

    /// Words that make a weak password when one or two of them, with digits or signs, are all of it.
    static let words: [String] = [
        "password", "passwort", "passphrase", "passcode", "pass", "word", "welcome", "letmein", "admin",
        "administrator", "root", "user", "login", "signin", "secret", "master", "default", "changeme", "change",
        "test", "testing", "guest", "demo", "sample", "system", "server", "computer", "internet", "qwerty",
        "qwertyuiop", "azerty", "asdf", "asdfgh", "asdfghjkl", "zxcvbn", "zxcvbnm", "abc", "abcd", "abcdef",
        "hello", "love", "iloveyou", "monkey", "dragon", "football", "cricket", "baseball", "sunshine", "princess",
        "superman", "batman", "shadow", "freedom", "flower", "summer", "winter", "spring", "autumn", "january",
        "february", "march", "april", "june", "july", "august", "september", "october", "november", "december",
        "monday", "friday", "sunday", "bangladesh", "dhaka", "bhutan", "kenya", "nairobi", "namibia", "thailand",
        "bangkok", "fiji", "india", "delhi", "government", "ministry", "minister", "office", "country", "network",
        "sangam", "allah", "bismillah", "jesus", "krishna", "company", "service", "citizen", "mobile", "samsung",
        "google", "facebook", "my", "the", "new", "your",
    ]

    /// What walks along a keyboard or an alphabet.
    static let rows: [String] = [
        "1234567890", "0123456789", "abcdefghijklmnopqrstuvwxyz", "qwertyuiop", "qwertyuiopasdfghjklzxcvbnm",
        "azertyuiopqsdfghjklmwxcvbn", "qwertzuiopasdfghjklyxcvbnm", "!@#$%^&*()",
    ]

    static let signsAsLetters: [Character: Character] = [
        "0": "o", "1": "i", "3": "e", "4": "a", "5": "s", "7": "t", "8": "b", "@": "a", "$": "s", "!": "i", "€": "e",
    ]
}
