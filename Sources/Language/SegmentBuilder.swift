/// Makes a segment out of documents.
struct SegmentBuilder {
    private let weights: [UInt8]
    private var terms = TermTable()
    /// A hash table of word numbers, 0 where empty. Its own, because a `Dictionary` of byte arrays costs ten times as much.
    private var table = [UInt32](repeating: 0, count: 1 << 12)
    /// Differs from process to process, so that nobody can write texts that all fall on one place of the table.
    private let seed = UInt64.random(in: .min ... .max) | 1
    private var slots: [UInt32] = []
    private var members = Bitmap()
    private var forward: [UInt8] = []
    private var forwardStarts: [UInt32] = [0]
    private var lengths: [UInt32] = []
    private var numbers: [UInt32] = []

    init(weights: [UInt8]) { self.weights = weights }

    var isEmpty: Bool { slots.isEmpty }

    /// Adds a document. A slot that was already added keeps what it has.
    mutating func add(slot: UInt32, tokens: DocumentTokens) {
        guard begin(slot) else { return }
        tokens.bytes.withUnsafeBufferPointer { bytes in
            var position = 1
            let count = Int(Varint.read(bytes, at: &position))
            numbers.removeAll(keepingCapacity: true)
            numbers.append(0)
            for _ in 0..<count { numbers.append(readTerm(bytes, at: &position)) }
            let fields = Int(Varint.read(bytes, at: &position))
            Varint.append(UInt32(fields), to: &forward)
            for field in 0..<fields {
                let length = Int(Varint.read(bytes, at: &position))
                Varint.append(UInt32(length), to: &forward)
                for _ in 0..<length {
                    let number = numbers[Int(Varint.read(bytes, at: &position))]
                    Varint.append(number, to: &forward)
                    if number != 0 { lengths[lengths.count - 1] += weight(of: field) }
                }
            }
        }
        forwardStarts.append(UInt32(forward.count))
    }

    /// Adds the documents of another segment that are not dead.
    mutating func add(_ segment: Segment, except dead: Bitmap) {
        var known = [UInt32](repeating: 0, count: segment.terms.count)
        segment.terms.bytes.withUnsafeBufferPointer { bytes in
            for (document, slot) in segment.slots.enumerated() where !dead.contains(slot) {
                guard begin(slot) else { continue }
                lengths[lengths.count - 1] = segment.lengths[document]
                var fields: [UInt32] = []
                segment.forEachField(of: document) { _, words, count in
                    fields.append(UInt32(count))
                    for _ in 0..<count {
                        let term = words.next()
                        if term != 0, known[Int(term)] == 0 {
                            known[Int(term)] = number(
                                surface: .init(rebasing: bytes[segment.terms.range(of: term, stem: false)]),
                                stem: .init(rebasing: bytes[segment.terms.range(of: term, stem: true)]))
                        }
                        fields.append(known[Int(term)])
                    }
                }
                var count = 0
                var index = 0
                while index < fields.count {
                    count += 1
                    index += 1 + Int(fields[index])
                }
                Varint.append(UInt32(count), to: &forward)
                for value in fields { Varint.append(value, to: &forward) }
                forwardStarts.append(UInt32(forward.count))
            }
        }
    }

    private mutating func begin(_ slot: UInt32) -> Bool {
        guard !members.contains(slot) else { return false }
        members.insert(slot)
        slots.append(slot)
        lengths.append(0)
        return true
    }

    private func weight(of field: Int) -> UInt32 { field < weights.count ? UInt32(weights[field]) : 1 }

    private mutating func readTerm(_ bytes: UnsafeBufferPointer<UInt8>, at position: inout Int) -> UInt32 {
        let surfaceLength = Int(bytes[position])
        let surface = UnsafeBufferPointer(rebasing: bytes[(position + 1)..<(position + 1 + surfaceLength)])
        position += 1 + surfaceLength
        let shared = Int(bytes[position])
        let rest = Int(bytes[position + 1])
        let restStart = position + 2
        position = restStart + rest
        if rest == 0 { return number(surface: surface, stem: .init(rebasing: surface.prefix(shared))) }
        let stem = Array(surface.prefix(shared)) + Array(bytes[restStart..<position])
        return stem.withUnsafeBufferPointer { number(surface: surface, stem: $0) }
    }

    /// The word's number; a new one when it is met for the first time.
    private mutating func number(
        surface: UnsafeBufferPointer<UInt8>, stem: UnsafeBufferPointer<UInt8>
    ) -> UInt32 {
        var place = Int(truncatingIfNeeded: hash(surface, stem)) & (table.count - 1)
        while table[place] != 0 {
            let term = table[place]
            if isTerm(term, surface, stem) { return term }
            place = (place + 1) & (table.count - 1)
        }
        let term = terms.append(surface: surface, stem: stem)
        table[place] = term
        if terms.count * 2 > table.count { growTable() }
        return term
    }

    @inline(__always)
    private func isTerm(
        _ term: UInt32, _ surface: UnsafeBufferPointer<UInt8>, _ stem: UnsafeBufferPointer<UInt8>
    ) -> Bool {
        let start = Int(terms.starts[Int(term)])
        guard Int(terms.surfaceLengths[Int(term)]) == surface.count,
            Int(terms.starts[Int(term) + 1]) - start == surface.count + stem.count
        else { return false }
        return terms.bytes.withUnsafeBufferPointer { bytes in
            for index in 0..<surface.count where bytes[start + index] != surface[index] { return false }
            for index in 0..<stem.count where bytes[start + surface.count + index] != stem[index] { return false }
            return true
        }
    }

    private func hash(_ surface: UnsafeBufferPointer<UInt8>, _ stem: UnsafeBufferPointer<UInt8>) -> UInt64 {
        var hash = seed
        for byte in surface { hash = (hash ^ UInt64(byte)) &* 0x9E37_79B9_7F4A_7C15 ^ (hash >> 29) }
        hash = hash &* 31 &+ UInt64(stem.count)
        for byte in stem.suffix(4) { hash = (hash ^ UInt64(byte)) &* 0x9E37_79B9_7F4A_7C15 ^ (hash >> 29) }
        return hash ^ (hash >> 32)
    }

    private mutating func growTable() {
        table = [UInt32](repeating: 0, count: table.count * 2)
        terms.bytes.withUnsafeBufferPointer { bytes in
            for term in 1..<UInt32(terms.count) {
                let surface = UnsafeBufferPointer(rebasing: bytes[terms.range(of: term, stem: false)])
                let stem = UnsafeBufferPointer(rebasing: bytes[terms.range(of: term, stem: true)])
                var place = Int(truncatingIfNeeded: hash(surface, stem)) & (table.count - 1)
                while table[place] != 0 { place = (place + 1) & (table.count - 1) }
                table[place] = term
            }
        }
    }

    /// Turns the forward index around: for each word its documents. It is read twice, first to find the room that each word needs, so that
    /// a large index is not held a second time in a wider form.
    consuming func finish() -> Segment {
        let shell = Segment(
            slots: slots, terms: TermTable(), postings: [], postingStarts: [], forward: forward,
            forwardStarts: forwardStarts, lengths: [])
        var tally = TermTally(termCount: terms.count, weights: weights)
        var starts = [UInt32](repeating: 0, count: terms.count + 1)
        var last = [UInt32](repeating: 0, count: terms.count)
        for document in slots.indices {
            tally.count(shell, document) { term, _ in
                starts[Int(term) + 1] += UInt32(Varint.length(UInt32(document) - last[Int(term)]) + 1)
                last[Int(term)] = UInt32(document)
            }
        }
        for term in 0..<terms.count {
            starts[term + 1] += starts[term]
            last[term] = 0
        }
        var next = starts
        let size = Int(starts[terms.count])
        let postings = [UInt8](unsafeUninitializedCapacity: size) { postings, filled in
            for document in slots.indices {
                tally.count(shell, document) { term, weight in
                    var place = Int(next[Int(term)])
                    Varint.write(UInt32(document) - last[Int(term)], to: postings, at: &place)
                    postings[place] = weight
                    next[Int(term)] = UInt32(place + 1)
                    last[Int(term)] = UInt32(document)
                }
            }
            filled = size
        }
        return Segment(
            slots: slots, terms: terms, postings: postings, postingStarts: starts, forward: forward,
            forwardStarts: forwardStarts, lengths: lengths)
    }
}

/// Adds up how often each word occurs in one document, a field's weight for each occurrence, at most 255.
private struct TermTally {
    private let weights: [UInt8]
    private var sums: [UInt16]
    private var met: [UInt32] = []

    init(termCount: Int, weights: [UInt8]) {
        self.weights = weights
        sums = [UInt16](repeating: 0, count: termCount)
    }

    @inline(__always)
    mutating func count(_ segment: Segment, _ document: Int, _ body: (UInt32, UInt8) -> Void) {
        segment.forEachField(of: document) { field, words, count in
            let weight = field < weights.count ? UInt16(weights[field]) : 1
            for _ in 0..<count {
                let term = words.next()
                if term == 0 || weight == 0 { continue }
                if sums[Int(term)] == 0 { met.append(term) }
                sums[Int(term)] = min(255, sums[Int(term)] + weight)
            }
        }
        for term in met {
            body(term, UInt8(sums[Int(term)]))
            sums[Int(term)] = 0
        }
        met.removeAll(keepingCapacity: true)
    }
}
