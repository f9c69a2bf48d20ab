/// Encodes straight into a `JSONValue`, without a detour over text: every audited write does it twice.
struct JSONValueEncoder: Encoder {
    /// Where an encoder leaves its value; containers of one encoder share it.
    final class Slot {
        var value: JSONValue? {
            if let children { return .object(children.compactMapValues(\.value)) }
            if let items { return .array(items.map { $0.value ?? .null }) }
            return single
        }

        var single: JSONValue?
        var children: [String: Slot]?
        var items: [Slot]?

        func child(_ name: String) -> Slot {
            let slot = Slot()
            children?[name] = slot
            return slot
        }

        func item() -> Slot {
            let slot = Slot()
            items?.append(slot)
            return slot
        }
    }

    let slot: Slot
    let codingPath: [any CodingKey]
    var userInfo: [CodingUserInfoKey: Any] { [:] }

    init(path: [any CodingKey], slot: Slot = Slot()) {
        codingPath = path
        self.slot = slot
    }

    func container<Key: CodingKey>(keyedBy type: Key.Type) -> KeyedEncodingContainer<Key> {
        if slot.children == nil { slot.children = [:] }
        return KeyedEncodingContainer(Keyed<Key>(slot: slot, codingPath: codingPath))
    }

    func unkeyedContainer() -> any UnkeyedEncodingContainer {
        if slot.items == nil { slot.items = [] }
        return Unkeyed(slot: slot, codingPath: codingPath)
    }

    func singleValueContainer() -> any SingleValueEncodingContainer {
        Single(slot: slot, codingPath: codingPath)
    }

    static func put(_ value: some Encodable, in slot: Slot, path: [any CodingKey]) throws {
        // The common types first; all others encode themselves.
        switch value {
        case let value as String: slot.single = .string(value)
        case let value as Bool: slot.single = .bool(value)
        case let value as any BinaryInteger:
            guard let whole = Int64(exactly: value) else {
                throw EncodingError.invalidValue(
                    value, .init(codingPath: path, debugDescription: "does not fit into 64 bits"))
            }
            slot.single = .integer(whole)
        case let value as any BinaryFloatingPoint:
            let number = Double(value)
            guard number.isFinite else {
                throw EncodingError.invalidValue(
                    value, .init(codingPath: path, debugDescription: "JSON has no such number"))
            }
            slot.single = .number(number)
        case let value as JSONValue: slot.single = value
        default: try value.encode(to: JSONValueEncoder(path: path, slot: slot))
        }
    }

    private struct Keyed<Key: CodingKey>: KeyedEncodingContainerProtocol {
        let slot: Slot
        let codingPath: [any CodingKey]

        mutating func encodeNil(forKey key: Key) throws { slot.child(key.stringValue).single = .null }

        mutating func encode(_ value: some Encodable, forKey key: Key) throws {
            try put(value, in: slot.child(key.stringValue), path: codingPath + [key])
        }

        mutating func nestedContainer<Nested: CodingKey>(
            keyedBy type: Nested.Type, forKey key: Key
        ) -> KeyedEncodingContainer<Nested> {
            nested(key).container(keyedBy: type)
        }

        mutating func nestedUnkeyedContainer(forKey key: Key) -> any UnkeyedEncodingContainer {
            nested(key).unkeyedContainer()
        }

        mutating func superEncoder() -> any Encoder {
            JSONValueEncoder(path: codingPath, slot: slot.child("super"))
        }

        mutating func superEncoder(forKey key: Key) -> any Encoder { nested(key) }

        private func nested(_ key: Key) -> JSONValueEncoder {
            JSONValueEncoder(path: codingPath + [key], slot: slot.child(key.stringValue))
        }
    }

    private struct Unkeyed: UnkeyedEncodingContainer {
        let slot: Slot
        let codingPath: [any CodingKey]
        var count: Int { slot.items?.count ?? 0 }

        mutating func encodeNil() throws { slot.item().single = .null }

        mutating func encode(_ value: some Encodable) throws {
            try put(value, in: slot.item(), path: codingPath)
        }

        mutating func nestedContainer<Nested: CodingKey>(keyedBy type: Nested.Type) -> KeyedEncodingContainer<Nested> {
            JSONValueEncoder(path: codingPath, slot: slot.item()).container(keyedBy: type)
        }

        mutating func nestedUnkeyedContainer() -> any UnkeyedEncodingContainer {
            JSONValueEncoder(path: codingPath, slot: slot.item()).unkeyedContainer()
        }

        mutating func superEncoder() -> any Encoder {
            JSONValueEncoder(path: codingPath, slot: slot.item())
        }
    }

    private struct Single: SingleValueEncodingContainer {
        let slot: Slot
        let codingPath: [any CodingKey]

        mutating func encodeNil() throws { slot.single = .null }
        mutating func encode(_ value: some Encodable) throws { try put(value, in: slot, path: codingPath) }
    }
}
