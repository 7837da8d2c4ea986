internal import CKernels

/// The routines that scan codes, one for each kind of processor. They agree to the last bit.
package enum ScanKernel {
  static let best = continuity_scan_kernel_best()

  /// The name of the one in use, for reports.
  package static var name: String { String(cString: continuity_scan_kernel_name(best)) }
}
