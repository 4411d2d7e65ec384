"""How two drafts differ: by Pasal, or by paragraph."""
