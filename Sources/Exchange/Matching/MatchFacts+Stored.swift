import Platform

extension MatchFacts {
    /// The facts as one line of numbers, made once when a solution is published.
    ///
    /// The numbers speak of places in the program's tables. The line begins with a fingerprint of these tables: one that was
    /// written by a program with other tables is not read, and the facts are taken from the record again.
    var stored: String {
        var numbers: [UInt64] = [Self.fingerprint, UInt64(themes), UInt64(goals), UInt64(required), UInt64(helpful)]
        for set in [targets, evidenced, homes, adopters, barred] { numbers += (0..<4).map { set.words[$0] } }
        numbers += [launchedYear, capacity, country].map { UInt64(UInt16(bitPattern: $0)) }
        numbers += [stage, evidence, gives, regions].map { UInt64($0) }
        numbers += [isFailed, isArchived, hasOffer, isOpenlyLicensed].map { $0 ? 1 : 0 }
        numbers += (0..<8).map { UInt64(supportLanguages.codes[$0]) }
        numbers.append(organisation)
        return numbers.map { String($0, radix: 36) }.joined(separator: " ")
    }

    init?(stored: String) {
        var reader = NumberReader(stored)
        guard reader.next() == Self.fingerprint else { return nil }
        themes = UInt32(truncatingIfNeeded: reader.next())
        goals = UInt32(truncatingIfNeeded: reader.next())
        required = UInt16(truncatingIfNeeded: reader.next())
        helpful = UInt16(truncatingIfNeeded: reader.next())
        func set() -> CodeSet {
            var set = CodeSet()
            for index in 0..<4 { set.words[index] = reader.next() }
            return set
        }
        targets = set()
        evidenced = set()
        homes = set()
        adopters = set()
        barred = set()
        launchedYear = Int16(truncatingIfNeeded: reader.next())
        capacity = Int16(truncatingIfNeeded: reader.next())
        country = Int16(truncatingIfNeeded: reader.next())
        stage = UInt8(truncatingIfNeeded: reader.next())
        evidence = UInt8(truncatingIfNeeded: reader.next())
        gives = UInt8(truncatingIfNeeded: reader.next())
        regions = UInt8(truncatingIfNeeded: reader.next())
        isFailed = reader.next() != 0
        isArchived = reader.next() != 0
        hasOffer = reader.next() != 0
        isOpenlyLicensed = reader.next() != 0
        var codes = SIMD8<UInt16>()
        for index in 0..<8 { codes[index] = UInt16(truncatingIfNeeded: reader.next()) }
        supportLanguages = LanguageSet(codes: codes)
        organisation = reader.next()
        guard reader.isAtEnd else { return nil }
    }

    private static let fingerprint: UInt64 = {
        let tables = [
            "1", Countries.shared.all.map(\.code).joined(), SDG.codes.joined(separator: ","),
            Theme.allCases.map(\.rawValue).joined(separator: ","), ConditionKind.allCases.map(\.rawValue).joined(separator: ","),
            Instrument.allCases.map(\.rawValue).joined(separator: ","), Stage.allCases.map(\.rawValue).joined(separator: ","),
            EvidenceLevel.allCases.map(\.rawValue).joined(separator: ","), regionCodes.joined(separator: ","),
        ].joined(separator: ";")
        return tables.utf8.reduce(0xCBF2_9CE4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 }
    }()
}

/// Reads numbers of base 36 with spaces between. A line that is too short gives zeros and is never at its end.
private struct NumberReader {
    private var bytes: [UInt8]
    private var position = 0
    private var isShort = false

    init(_ text: String) { bytes = Array(text.utf8) }

    var isAtEnd: Bool { !isShort && position > bytes.count }

    mutating func next() -> UInt64 {
        if position >= bytes.count { isShort = true }
        var number: UInt64 = 0
        while position < bytes.count, bytes[position] != 0x20 {
            let byte = bytes[position]
            number = number &* 36 &+ UInt64(byte < 58 ? byte &- 48 : byte &- 87)
            position += 1
        }
        position += 1
        return number
    }
}
