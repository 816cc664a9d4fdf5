"""Building blocks every room uses: inputs, pickers, forms, feedback, dialogs, tables. They know no noun of
the shop.
"""
