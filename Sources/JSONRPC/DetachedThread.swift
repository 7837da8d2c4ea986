#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// A real thread. A blocking read in a task would take one of the pool's few threads for as long as the process lives.
enum DetachedThread {
  /// 512 KB, what Darwin gives a thread. The nesting limit of `JSONLimits` is chosen for it.
  static let stackSize = 512 * 1024

  /// Runs `body` on a new thread that nobody waits for. False if the system gives no thread.
  static func start(_ body: @escaping @Sendable () -> Void) -> Bool {
    let context = Unmanaged.passRetained(Body(run: body)).toOpaque()
    var attributes = pthread_attr_t()
    pthread_attr_init(&attributes)
    defer { pthread_attr_destroy(&attributes) }
    pthread_attr_setstacksize(&attributes, stackSize)
    pthread_attr_setdetachstate(&attributes, Int32(PTHREAD_CREATE_DETACHED))
    #if canImport(Glibc)
      var thread = pthread_t()
    #else
      var thread: pthread_t?
    #endif
    #if canImport(Darwin)
      let status = pthread_create(&thread, &attributes, { Self.run($0) }, context)
    #else
      let status = pthread_create(&thread, &attributes, { $0.flatMap { Self.run($0) } }, context)
    #endif
    if status != 0 { Unmanaged<Body>.fromOpaque(context).release() }
    return status == 0
  }

  private static func run(_ context: UnsafeMutableRawPointer) -> UnsafeMutableRawPointer? {
    Unmanaged<Body>.fromOpaque(context).takeRetainedValue().run()
    return nil
  }

  private final class Body: Sendable {
    let run: @Sendable () -> Void
    init(run: @escaping @Sendable () -> Void) { self.run = run }
  }
}
