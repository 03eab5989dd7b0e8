package dev.kindling.gateway.artifact;

import io.vertx.core.Vertx;
import java.nio.file.Path;

class DiskStoreTest extends ArtifactStoreContract {
  @Override
  ArtifactStore open(Vertx vertx, Path folder) {
    return new DiskStore(vertx, folder);
  }
}
