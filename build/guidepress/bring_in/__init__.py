"""Documents of other publishers become content: read, counted, written, and merged with edits.

``pdq`` reads NCI's partner XML into a document, ``citations`` its references, ``markup`` its texts;
``account`` says what became of each element; ``merge`` brings a later file into edited content.
"""
