extension Array {
    /// Pieces in order whose sizes are powers of two, so that lists of all lengths share a few prepared statements.
    ///
    ///     [1, 2, 3, 4, 5, 6].powersOfTwo(most: 500)    // [1, 2, 3, 4], [5, 6]
    public func powersOfTwo(most: Int) -> [ArraySlice<Element>] {
        var (rest, pieces) = (self[...], [ArraySlice<Element>]())
        while !rest.isEmpty {
            let size = Swift.min(rest.count, Swift.max(1, most))
            pieces.append(rest.prefix(1 << (Int.bitWidth - 1 - size.leadingZeroBitCount)))
            rest = rest.dropFirst(pieces[pieces.count - 1].count)
        }
        return pieces
    }
}
