package dev.flotilla.replication;

import static dev.flotilla.replication.Samples.key;
import static dev.flotilla.replication.Samples.put;
import static org.assertj.core.api.Assertions.assertThat;

import dev.flotilla.api.store.Commit;
import dev.flotilla.api.store.Precondition;
import dev.flotilla.api.store.Write;
import java.util.List;
import org.junit.jupiter.api.Test;

class AttributionTest {
    private static Attribution of(Write write, Precondition... preconditions) {
        Commit commit = new Commit(List.of(write), List.of(preconditions), Commit.Origin.CLIENT, "CN=Ann Example");
        return Attribution.of(commit, write);
    }

    @Test
    void knowsACreationByItsPrecondition() {
        assertThat(of(put("a", "1"), new Precondition.Absent(key("a"))).verb()).isEqualTo("create");
        assertThat(of(put("a", "1"), new Precondition.Absent(key("b"))).verb()).isEqualTo("update");
        assertThat(of(new Write.Delete(key("a"))).verb()).isEqualTo("delete");
    }

    @Test
    void survivesTheWayThroughTheLog() {
        Attribution attribution = of(put("a", "1"));

        assertThat(Attribution.parse(attribution.text())).contains(attribution);
        assertThat(Attribution.parse("")).isEmpty();
        assertThat(Attribution.parse("nobody update x")).isEmpty();
    }
}
