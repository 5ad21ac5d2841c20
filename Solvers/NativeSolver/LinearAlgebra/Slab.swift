// SPDX-License-Identifier: GPL-3.0-or-later

/// A fixed piece of memory for the inner loops of the methods.
///
/// An array checks its bounds and, on each write, whether it is shared; in loops that touch a few scattered elements this
/// costs more than the work. Indices are checked in debug builds only.
struct Slab<Element: BitwiseCopyable>: ~Copyable {
  let base: UnsafeMutablePointer<Element>
  let count: Int

  init(_ count: Int, repeating value: Element) {
    self.count = count
    base = UnsafeMutablePointer<Element>.allocate(capacity: max(1, count))
    base.initialize(repeating: value, count: count)
  }

  init(_ array: [Element]) {
    count = array.count
    base = UnsafeMutablePointer<Element>.allocate(capacity: max(1, count))
    for index in array.indices { (base + index).initialize(to: array[index]) }
  }

  deinit { base.deallocate() }

  @inline(__always)
  subscript(_ index: Int) -> Element {
    get {
      assert(index >= 0 && index < count, "index out of range")
      return base[index]
    }
    nonmutating set {
      assert(index >= 0 && index < count, "index out of range")
      base[index] = newValue
    }
  }

  /// A larger piece of memory with the same elements in front.
  func grown(to newCount: Int, filling value: Element) -> Slab {
    let result = Slab(max(newCount, count), repeating: value)
    result.base.update(from: base, count: count)
    return result
  }
}
