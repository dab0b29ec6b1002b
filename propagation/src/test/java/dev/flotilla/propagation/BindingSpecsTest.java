package dev.flotilla.propagation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flotilla.api.store.StoredObject;
import dev.flotilla.api.work.BindingSpec;
import org.junit.jupiter.api.Test;

final class BindingSpecsTest {
    private final BindingSpecs specs = new BindingSpecs();

    @Test
    void readsAStoredBindingOnce() {
        StoredObject binding = new HubState().binding(",'clusters':[{'name':'eu-1'}]", "{}");

        BindingSpec first = specs.of(binding);

        assertThat(specs.of(binding)).isSameAs(first).isEqualTo(BindingSpec.of(binding.tree()));
    }

    @Test
    void readsWhatWasStoredUnderTheKeySince() {
        StoredObject before = new HubState().binding(",'clusters':[{'name':'eu-1'}]", "{}");
        StoredObject after = new HubState().binding(",'clusters':[{'name':'us-1'}]", "{}");

        specs.of(before);

        assertThat(specs.of(after).target("us-1")).isPresent();
        assertThat(specs.of(before).target("eu-1")).isPresent();
    }
}
