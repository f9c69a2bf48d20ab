/// The square of a QR code: its fixed patterns, the data's way through it, and the mask that reads best.
struct QRGrid {
    private let size: Int
    private let version: Int
    private var dark: [[Bool]]
    /// Modules that no data goes to and no mask changes.
    private var isFixed: [[Bool]]

    init(version: Int, alignment: [Int]) {
        self.version = version
        size = version * 4 + 17
        dark = Array(repeating: Array(repeating: false, count: size), count: size)
        isFixed = dark
        for position in 0..<size {
            set(6, position, position.isMultiple(of: 2))
            set(position, 6, position.isMultiple(of: 2))
        }
        for (row, column) in [(3, 3), (3, size - 4), (size - 4, 3)] { finder(row, column) }
        for row in alignment {
            for column in alignment where !isCorner(row, column) { square(row, column) }
        }
        for position in 0..<9 {
            reserve(8, position)
            reserve(position, 8)
        }
        for position in 0..<8 {
            reserve(8, size - 1 - position)
            reserve(size - 1 - position, 8)
        }
        set(size - 8, 8, true)
        if version >= 7 { versionMarks() }
    }

    private mutating func set(_ row: Int, _ column: Int, _ isDark: Bool) {
        dark[row][column] = isDark
        isFixed[row][column] = true
    }

    private mutating func reserve(_ row: Int, _ column: Int) {
        if !isFixed[row][column] { set(row, column, false) }
    }

    private func isCorner(_ row: Int, _ column: Int) -> Bool {
        let last = size - 7
        return (row == 6 && column == 6) || (row == 6 && column == last) || (row == last && column == 6)
    }

    private mutating func finder(_ row: Int, _ column: Int) {
        for down in -4...4 {
            for right in -4...4 where (0..<size).contains(row + down) && (0..<size).contains(column + right) {
                let ring = max(abs(down), abs(right))
                set(row + down, column + right, ring != 2 && ring != 4)
            }
        }
    }

    private mutating func square(_ row: Int, _ column: Int) {
        for down in -2...2 { for right in -2...2 { set(row + down, column + right, max(abs(down), abs(right)) != 1) } }
    }

    private mutating func versionMarks() {
        var rest = version
        for _ in 0..<12 { rest = rest << 1 ^ (rest >> 11) * 0x1F25 }
        let bits = version << 12 | rest
        for index in 0..<18 {
            let (a, b) = (size - 11 + index % 3, index / 3)
            set(a, b, bits >> index & 1 == 1)
            set(b, a, bits >> index & 1 == 1)
        }
    }

    /// Up and down in pairs of columns from the right, leaving out the column of the timing pattern.
    mutating func place(_ codewords: [UInt8]) {
        var index = 0
        for right in stride(from: size - 1, through: 1, by: -2) {
            let right = right <= 6 ? right - 1 : right
            for step in 0..<size {
                for column in [right, right - 1] {
                    let isUp = (right + 1) & 2 == 0
                    let row = isUp ? size - 1 - step : step
                    guard !isFixed[row][column], index < codewords.count * 8 else { continue }
                    dark[row][column] = codewords[index >> 3] >> UInt8(7 - index & 7) & 1 == 1
                    index += 1
                }
            }
        }
    }

    /// With the mask of the lowest penalty, and the format that names it.
    func masked() -> [[Bool]] {
        let all = (0..<8).map { mask -> [[Bool]] in
            var grid = self
            for row in 0..<size {
                for column in 0..<size where !isFixed[row][column] && Self.flips(mask, row, column) { grid.dark[row][column].toggle() }
            }
            grid.format(mask)
            return grid.dark
        }
        return all.min { Self.penalty($0) < Self.penalty($1) } ?? dark
    }

    private static func flips(_ mask: Int, _ i: Int, _ j: Int) -> Bool {
        switch mask {
        case 0: (i + j) % 2 == 0
        case 1: i % 2 == 0
        case 2: j % 3 == 0
        case 3: (i + j) % 3 == 0
        case 4: (i / 2 + j / 3) % 2 == 0
        case 5: i * j % 2 + i * j % 3 == 0
        case 6: (i * j % 2 + i * j % 3) % 2 == 0
        default: ((i + j) % 2 + i * j % 3) % 2 == 0
        }
    }

    /// Level M has the number 0.
    private mutating func format(_ mask: Int) {
        var rest = mask
        for _ in 0..<10 { rest = rest << 1 ^ (rest >> 9) * 0x537 }
        let bits = (mask << 10 | rest) ^ 0x5412
        func bit(_ index: Int) -> Bool { bits >> index & 1 == 1 }
        for index in 0...5 { dark[index][8] = bit(index) }
        (dark[7][8], dark[8][8], dark[8][7]) = (bit(6), bit(7), bit(8))
        for index in 9..<15 { dark[8][14 - index] = bit(index) }
        for index in 0..<8 { dark[8][size - 1 - index] = bit(index) }
        for index in 8..<15 { dark[size - 15 + index][8] = bit(index) }
        dark[size - 8][8] = true
    }

    /// Long runs, blocks, patterns like a finder, and too much of one colour make a code hard to read.
    private static func penalty(_ grid: [[Bool]]) -> Int {
        let size = grid.count
        var sum = 0
        let lookalikes: [[Bool]] = [
            [true, false, true, true, true, false, true, false, false, false, false],
            [false, false, false, false, true, false, true, true, true, false, true],
        ]
        for index in 0..<size {
            for line in [grid[index], grid.map { $0[index] }] {
                var run = 0
                for position in 0..<size {
                    run = position > 0 && line[position] == line[position - 1] ? run + 1 : 1
                    if run == 5 { sum += 3 } else if run > 5 { sum += 1 }
                    if position + 11 <= size, lookalikes.contains(Array(line[position..<(position + 11)])) { sum += 40 }
                }
            }
        }
        for row in 1..<size {
            for column in 1..<size
            where grid[row][column] == grid[row - 1][column] && grid[row][column] == grid[row][column - 1]
                && grid[row][column] == grid[row - 1][column - 1]
            { sum += 3 }
        }
        let share = grid.reduce(0) { $0 + $1.count { $0 } } * 20 / (size * size)
        return sum + abs(share - 10) * 10
    }
}
