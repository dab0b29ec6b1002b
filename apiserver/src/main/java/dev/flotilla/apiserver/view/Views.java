package dev.flotilla.apiserver.view;

import dev.flotilla.api.schema.CustomDefinition;
import dev.flotilla.api.schema.ServedCatalog;
import dev.flotilla.api.status.StatusError;
import dev.flotilla.apiserver.conversion.Conversions;
import dev.flotilla.apiserver.request.Accept;
import dev.flotilla.apiserver.request.ResourceRequest;
import dev.flotilla.apiserver.table.TablePrinters;
import java.time.InstantSource;

/** Chooses the view that a client asks for. */
public final class Views {
    private final InstantSource clock;
    private final Conversions conversions;

    public Views(InstantSource clock, Conversions conversions) {
        this.clock = clock;
        this.conversions = conversions;
    }

    /** @throws dev.flotilla.api.status.StatusException 400 or 406 for what is not to be had */
    public View of(ResourceRequest request, ServedCatalog catalog) {
        View view = plain(request, catalog);
        boolean converts = catalog.definition(request.type())
                .flatMap(CustomDefinition::webhook)
                .isPresent();
        return converts ? new ConvertedView(view, conversions, request.type()) : view;
    }

    private View plain(ResourceRequest request, ServedCatalog catalog) {
        Accept.Choice choice = request.http().accept().choose();
        return switch (choice.form()) {
            case OBJECT -> new ObjectView(request.type());
            case METADATA -> new MetadataView();
            case TABLE ->
                new TableView(request.type(), TablePrinters.of(request.type(), catalog), included(request), clock);
        };
    }

    private static TableView.IncludedObject included(ResourceRequest request) {
        String asked = request.query().text("includeObject");
        return switch (asked) {
            case "None" -> TableView.IncludedObject.NONE;
            case "", "Metadata" -> TableView.IncludedObject.METADATA;
            case "Object" -> TableView.IncludedObject.OBJECT;
            default ->
                throw StatusError.badRequest("unrecognized includeObject value: \"" + asked
                                + "\"; it is one of None, Metadata, Object")
                        .exception();
        };
    }
}
