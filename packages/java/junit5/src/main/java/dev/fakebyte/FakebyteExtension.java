package dev.fakebyte;

import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Gives each test that has a parameter {@link Airbyte} one of its own, on one server for the whole run. Use it with
 * {@code @ExtendWith}, or register an instance with options of the command line.
 */
public final class FakebyteExtension implements ParameterResolver, AfterEachCallback {
  private static final ExtensionContext.Namespace OURS = ExtensionContext.Namespace.create(FakebyteExtension.class);
  private final String[] options;

  public FakebyteExtension() {
    this(new String[0]);
  }

  public FakebyteExtension(String... options) {
    this.options = options.clone();
  }

  /** What JUnit closes at the end of the run. */
  private static final class Shared implements ExtensionContext.Store.CloseableResource {
    private final FakebyteServer server;

    Shared(String... options) {
      server = FakebyteServer.start(options);
    }

    @Override
    public void close() {
      server.close();
    }
  }

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == Airbyte.class;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    String key = String.join("\0", options);
    Shared shared = context.getRoot().getStore(OURS).getOrComputeIfAbsent(key, none -> new Shared(options), Shared.class);
    return context.getStore(OURS)
        .getOrComputeIfAbsent(Airbyte.class, none -> shared.server.sandbox(context.getUniqueId()), Airbyte.class);
  }

  @Override
  public void afterEach(ExtensionContext context) throws Exception {
    Airbyte airbyte = context.getStore(OURS).get(Airbyte.class, Airbyte.class);
    if (airbyte == null) {
      return;
    }
    if (context.getExecutionException().isPresent()) {
      System.err.println(airbyte.explain());
    }
    airbyte.delete();
  }
}
